import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import type { CallScript, Spoken } from '../../src/carrier/carrier';
import { toTwiml } from '../../src/carrier/twiml';
import { voiceFor } from '../../src/carrier/voices';

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: Element[];
  text: string;
}

function parse(document: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    open.at(-1)!.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(document).close();
  return root.children[0]!;
}

/** What the builder's own typings allow: the attributes of each verb, from `interface GatherAttributes { … }`. */
function vocabulary(): Map<string, Set<string>> {
  const typings = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');
  const verbs = typings.matchAll(/export interface (?:Ssml)?(\w+)Attributes(?: extends \w+)? \{([^}]*)\}/g);
  const known = new Map<string, Set<string>>([
    ['Response', new Set()],
    ['Hangup', new Set()],
  ]);
  for (const [, verb, body] of verbs) {
    const names = [...body!.matchAll(/^\s+"?([\w:]+)"?\?:/gm)].map(([, name]) => name!);
    known.set(verb === 'Prosody' ? 'prosody' : verb!, new Set(names));
  }
  return known;
}

const known = vocabulary();
function strangers(element: Element): string[] {
  const allowed = known.get(element.name);
  const own = allowed
    ? Object.keys(element.attributes)
        .filter((name) => !allowed.has(name))
        .map((name) => `${element.name}@${name}`)
    : [element.name];
  return [...own, ...element.children.flatMap(strangers)];
}

const chinese: Spoken = { text: '您好，这里是报修热线。', language: 'zh-CN' };
const english: Spoken = { text: 'For English press 8.', language: 'en' };
const action = '/voice/step/caller/main-menu?a=1&b=2';
const askMenu: CallScript = {
  kind: 'ask',
  say: [chinese, english],
  ask: { numDigits: 1, finishOnKey: '', timeoutSeconds: 6 },
  action,
};
const recording: CallScript = {
  kind: 'record',
  say: [chinese],
  record: { maxSeconds: 20, silenceSeconds: 3, finishOnKey: '#', statusUrl: 'https://h/voice/recording?c=1' },
  action,
};
const bridge: CallScript = {
  kind: 'dial',
  say: [chinese],
  dial: {
    to: ['+8613800001234', '+8613800005678'],
    callerId: '+8657195598',
    ringForMs: 20_000,
    whisperUrl: 'https://h/voice/enter/overflow/take',
  },
  action,
};

it('asks with the whole prompt inside the Gather, so that keys work from the first word', () => {
  const response = parse(toTwiml(askMenu));
  expect(response.children).toHaveLength(1);
  const gather = response.children[0]!;
  expect(gather).toMatchObject({
    name: 'Gather',
    attributes: {
      input: 'dtmf',
      action,
      method: 'POST',
      numDigits: '1',
      finishOnKey: '',
      timeout: '6',
      actionOnEmptyResult: 'true',
    },
  });
  expect(gather.children.map(({ name, attributes, text }) => [name, attributes, text])).toEqual([
    ['Say', { voice: 'Polly.Zhiyu-Neural', language: 'cmn-CN' }, chinese.text],
    ['Say', { voice: 'Polly.Joanna-Neural', language: 'en-US' }, english.text],
  ]);
});

it('leaves the length of an entry open', () => {
  const script: CallScript = { ...askMenu, ask: { finishOnKey: '#', timeoutSeconds: 10 } };
  const gather = parse(toTwiml(script)).children[0]!;
  expect(gather.attributes).toMatchObject({ finishOnKey: '#', timeout: '10' });
  expect(gather.attributes).not.toHaveProperty('numDigits');
});

it('records, and leads silence, which the carrier reports to nobody, to the same place', () => {
  const [say, record, redirect] = parse(toTwiml(recording)).children;
  expect(say?.name).toBe('Say');
  expect(record).toMatchObject({
    name: 'Record',
    attributes: {
      action,
      method: 'POST',
      maxLength: '20',
      timeout: '3',
      finishOnKey: '#',
      playBeep: 'true',
      trim: 'trim-silence',
      recordingStatusCallback: 'https://h/voice/recording?c=1',
    },
  });
  expect(redirect).toMatchObject({ name: 'Redirect', attributes: { method: 'POST' }, text: action });
});

it('dials several phones, each with the whisper', () => {
  const dial = parse(toTwiml(bridge)).children[1]!;
  expect(dial).toMatchObject({ name: 'Dial', attributes: { action, timeout: '20', callerId: '+8657195598' } });
  expect(dial.children.map(({ name, text, attributes }) => [name, text, attributes])).toEqual([
    ['Number', '+8613800001234', { url: 'https://h/voice/enter/overflow/take', method: 'POST' }],
    ['Number', '+8613800005678', { url: 'https://h/voice/enter/overflow/take', method: 'POST' }],
  ]);
});

it('bridges plainly without a whisper', () => {
  const plain: CallScript = {
    ...bridge,
    say: [],
    dial: { to: ['+8613800001234'], callerId: '+8657195598', ringForMs: 1 },
  };
  const [dial] = parse(toTwiml(plain)).children;
  expect(dial?.attributes['timeout']).toBe('1');
  expect(dial?.children[0]?.attributes).toEqual({});
});

it('says goodbye and connects', () => {
  expect(parse(toTwiml({ kind: 'hangup', say: [english] })).children.map(({ name }) => name)).toEqual([
    'Say',
    'Hangup',
  ]);
  expect(parse(toTwiml({ kind: 'connect' })).children).toEqual([]);
});

it('speaks slowly when asked', () => {
  const say = parse(toTwiml({ kind: 'hangup', say: [{ ...chinese, slow: true }] })).children[0]!;
  expect(say.attributes).toEqual({ voice: 'Polly.Zhiyu-Neural', language: 'cmn-CN' });
  expect(say.children).toEqual([{ name: 'prosody', attributes: { rate: 'slow' }, text: chinese.text, children: [] }]);
});

it('gives each language a voice, and an unknown one the English voice', () => {
  expect(voiceFor('zh-TW')).toBe(voiceFor('zh-CN'));
  expect(voiceFor('EN-gb')).toBe(voiceFor('en'));
  expect(voiceFor('sw')).toBe(voiceFor('en'));
});

it('begins with the XML declaration: a blank before it is error 12100', () => {
  expect(toTwiml({ kind: 'connect' })).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
});

it('refuses a document that the carrier would refuse', () => {
  const long = (length: number): CallScript => ({
    kind: 'hangup',
    say: [{ text: '停'.repeat(length), language: 'zh-CN' }],
  });
  expect(Buffer.byteLength(toTwiml(long(21_000)))).toBeLessThanOrEqual(65_536);
  expect(() => toTwiml(long(22_000))).toThrow(RangeError);
});

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '</Say><Hangup/>',
    '<![CDATA[x]]>',
    '&amp;',
    '" onload="',
    "'",
    '\u0000\u0008',
    '\uD800',
    '\uFFFE',
    '<?xml?>',
    '停电 & 漏水 <急>',
  ),
);
const spoken: fc.Arbitrary<Spoken> = fc.record({
  text: hostile,
  language: fc.constantFrom('zh-CN', 'en', 'fr', ''),
  slow: fc.boolean(),
});
const says = fc.array(spoken, { maxLength: 4 });
const scripts: fc.Arbitrary<CallScript> = fc.oneof(
  says.map((say) => ({ ...askMenu, say })),
  says.map((say) => ({ ...recording, say })),
  says.map((say) => ({ ...bridge, say })),
  says.map((say) => ({ kind: 'hangup' as const, say })),
);
const spokenTexts = (element: Element): string[] => [
  ...(element.name === 'Say' ? [element.text + element.children.map(({ text }) => text).join('')] : []),
  ...element.children.flatMap(spokenTexts),
];
/** Characters that XML cannot hold are gone, carriage returns become line feeds, everything else arrives. */
const speakable = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '').replace(/\r\n?/g, '\n');

it('stays well-formed, known to the typings and true to the words, whatever is to be said', () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const response = parse(toTwiml(script));
      expect(strangers(response)).toEqual([]);
      const said = 'say' in script ? script.say.map(({ text }) => speakable(text)) : [];
      expect(spokenTexts(response).map(speakable)).toEqual(said);
      expect(toTwiml(script)).toBe(toTwiml(script));
    }),
  );
});

it('leads every answer to its own place, also when the same question is asked again', () => {
  const places = fc.webUrl({ withQueryParameters: true }).map((url) => `${url}&a=$&&b=$'`);
  fc.assert(
    fc.property(says, places, places, (say, first, second) => {
      for (const place of [first, second, first]) {
        const gather = parse(toTwiml({ ...askMenu, say, action: place })).children[0]!;
        expect(gather.attributes['action']).toBe(place);
        expect(spokenTexts(gather).map(speakable)).toEqual(say.map(({ text }) => speakable(text)));
      }
    }),
  );
});

it('knows a stranger when it sees one', () => {
  expect(strangers(parse('<Response><Say voices="x"/><Shout/></Response>'))).toEqual(['Say@voices', 'Shout']);
  expect(known.get('Gather')?.has('actionOnEmptyResult')).toBe(true);
});
