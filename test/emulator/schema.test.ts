import { readFileSync } from 'node:fs';
import { parseTwiml } from '../../emulator/twiml/parse';

const typings = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');

/** The attributes that the typings of Twilio's own builder give a verb. */
function attributesOf(verb: string): string[] {
  const block = new RegExp(`interface ${verb}Attributes \\{([\\s\\S]*?)\\n    \\}`).exec(typings)?.[1] ?? '';
  return Array.from(block.matchAll(/^\s+(\w+)\?:/gm), ([, name]) => name ?? '');
}

const warningsFor = (verbs: string) => parseTwiml(`<Response>${verbs}</Response>`, '').warnings;
const unknownIn = (verbs: string) => warningsFor(verbs).filter(({ code }) => code === 12200);

describe('[8] the check of verbs and attributes', () => {
  it.each(['Say', 'Play', 'Pause', 'Gather', 'Record', 'Dial', 'Redirect', 'Reject', 'Enqueue'])(
    "knows every attribute of <%s> in Twilio's typings",
    (verb) => {
      const names = attributesOf(verb);
      expect(names.length).toBeGreaterThan(0);
      const attributes = names.map((name) => `${name}="1"`).join(' ');
      expect(unknownIn(`<${verb} ${attributes}/>`)).toEqual([]);
    },
  );

  it.each(['Number', 'Queue'])("knows every attribute of <%s> in Twilio's typings", (noun) => {
    const attributes = attributesOf(noun).map((name) => `${name}="1"`);
    expect(attributes.length).toBeGreaterThan(3);
    expect(unknownIn(`<Dial><${noun} ${attributes.join(' ')}>+861</${noun}></Dial>`)).toEqual([]);
  });

  it.each([
    ['<Say colour="red">x</Say>', 12200, "Attribute 'colour' is not allowed in <Say>"],
    ['<Dial><Number tune="x">1</Number></Dial>', 12200, "Attribute 'tune' is not allowed in <Number>"],
    ['<say>x</say>', 12200, '<say> is no verb that is known here'],
    ['<Number>1</Number>', 12200, '<Number> is no verb that is known here'],
    ['<Gather><Record/></Gather>', 13320, 'Gather: Invalid nested verb <Record>'],
    ['<Dial method="PUT">1</Dial>', 13210, 'Dial: Invalid method value'],
    ['<Dial timeout="soon">1</Dial>', 13212, 'Dial: Invalid timeout value'],
    ['<Dial hangupOnStar="1">1</Dial>', 13213, 'Dial: Invalid hangupOnStar value'],
    ['<Dial callerId="me">1</Dial>', 13214, 'Dial: Invalid callerId value'],
    ['<Dial timeLimit="0">1</Dial>', 13216, 'Dial: Invalid timeLimit value'],
    ['<Dial record="yes">1</Dial>', 13217, 'Dial: Invalid record value'],
    ['<Dial><Number method="PUT">1</Number></Dial>', 13221, 'Dial->Number: Invalid method value'],
    ['<Dial><Number sendDigits="x">1</Number></Dial>', 13222, 'Dial->Number: Invalid sendDigits value'],
    ['<Gather finishOnKey="x"/>', 13310, 'Gather: Invalid finishOnKey value'],
    ['<Gather finishOnKey="12"/>', 13311, 'Gather: Invalid finishOnKey value'],
    ['<Gather method="PUT"/>', 13312, 'Gather: Invalid method value'],
    ['<Gather timeout="-1"/>', 13313, 'Gather: Invalid timeout value'],
    ['<Gather numDigits="0"/>', 13314, 'Gather: Invalid numDigits value'],
    ['<Play loop="x">a.wav</Play>', 13410, 'Play: Invalid loop value'],
    ['<Say loop="x">a</Say>', 13510, 'Say: Invalid loop value'],
    ['<Record method="PUT"/>', 13610, 'Record: Invalid method value'],
    ['<Record timeout="0"/>', 13611, 'Record: Invalid timeout value'],
    ['<Record maxLength="0"/>', 13612, 'Record: Invalid maxLength value'],
    ['<Record finishOnKey="x"/>', 13613, 'Record: Invalid finishOnKey value'],
    ['<Record transcribe="1"/>', 13614, 'Record: Invalid transcribe value'],
    ['<Record playBeep="1"/>', 13616, 'Record: playBeep must be true or false'],
    ['<Redirect method="PUT">/x</Redirect>', 13710, 'Redirect: Invalid method value'],
    ['<Pause length="x"/>', 13910, 'Pause: Invalid length value'],
    ['<Enqueue method="PUT">q</Enqueue>', 14201, 'Enqueue: Invalid method value'],
    ['<Enqueue/>', 14204, 'Enqueue: Queue name too short'],
    [`<Enqueue>${'q'.repeat(65)}</Enqueue>`, 14205, 'Enqueue: Queue name too long'],
    ['<Enqueue waitUrlMethod="PUT">q</Enqueue>', 14206, 'Enqueue: Invalid waitUrlMethod value'],
    ['<Dial><Queue method="PUT">q</Queue></Dial>', 14210, 'Dial->Queue: Invalid whisper method'],
    ['<Dial><Queue/></Dial>', 14212, 'Dial->Queue: Queue name too short'],
    [`<Dial><Queue>${'q'.repeat(65)}</Queue></Dial>`, 14213, 'Dial->Queue: Queue name too long'],
  ])('warns of %s', (verbs, code, words) => {
    const [warning, ...others] = warningsFor(verbs);
    expect([warning?.code, others]).toEqual([code, []]);
    expect(warning?.message).toContain(words);
  });

  it('runs a verb as if the value that cannot be were not there', () => {
    const [gather] = parseTwiml('<Response><Gather timeout="x" numDigits="2"/></Response>', '').verbs;
    expect(gather?.attributes).toEqual({ numDigits: '2' });
  });

  it('lets speech markup through, and reads its words', () => {
    const { verbs, warnings } = parseTwiml(
      '<Response><Say>Ticket <say-as interpret-as="digits">12</say-as><break time="1s"/>\n  thanks &amp; bye</Say></Response>',
      '',
    );
    expect(warnings).toEqual([]);
    expect(verbs[0]?.text).toBe('Ticket 12 thanks & bye');
  });
});
