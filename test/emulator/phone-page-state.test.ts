import fc from 'fast-check';
import type { Entry, PhoneState, PhoneText, Snapshot } from '../../emulator/phone-page/state/exchange';
import { initialState, reduce, unreadTexts } from '../../emulator/phone-page/state/page-state';
import type { PageEvent, PageState } from '../../emulator/phone-page/state/page-state';
import { firstTable, matching, personOf, placed, typedNumber } from '../../emulator/phone-page/state/table';
import { clockText, lengthText, minutesUntil } from '../../emulator/phone-page/state/time';
import { nodeOf, withEntry } from '../../emulator/phone-page/state/transcript';
import type { Line } from '../../emulator/phone-page/state/transcript';

const phone = '+8613800000001';
const crew = '+8613800011101';

const entry = (kind: string, text: string, more: Partial<Entry> = {}): Entry => {
  return { at: '2026-03-01T02:00:00.000Z', kind, who: phone, callSid: 'CA1', text, ...more };
};
const text = (sid: string, more: Partial<PhoneText> = {}): PhoneText => {
  return { sid, phone, mine: false, body: sid, status: 'delivered', at: '2026-03-01T02:00:00.000Z', ...more };
};
const idle = (number: string): PhoneState => {
  const nothing = { callSid: null, activity: null, other: null, since: null, asking: null, bridgedWith: null };
  return { number, state: 'idle', ...nothing };
};
const snapshot = (more: Partial<Snapshot> = {}): Snapshot => {
  const clock = { shiftMs: 0, forwarding: false };
  return { number: '+8657195598', clock, phones: [], entries: [], texts: [], notices: [], ...more };
};
const after = (...events: PageEvent[]): PageState => events.reduce(reduce, initialState);
const linesOf = (entries: readonly Entry[]): readonly Line[] => entries.reduce<readonly Line[]>(withEntry, []);
const shown = (entries: readonly Entry[]) =>
  linesOf(entries).map(({ kind, text: words, event }) => event ?? [kind, words]);

describe('a transcript', () => {
  it('shows a call as the phone lives it, and nothing of the wires', () => {
    const step = 'http://127.0.0.1:3000/voice/step/caller/main-menu?try=0';
    const call = [
      entry('ring', 'dials +8657195598'),
      entry('webhook', 'POST 200'),
      entry('answer', 'answered'),
      entry('ask', '1 key for /voice/step/caller/main-menu', { url: step }),
      entry('say', '您好', { language: 'zh-CN' }),
      entry('key', '1'),
      entry('key', '#'),
      entry('words', '停电了'),
      entry('play', 'http://127.0.0.1:3000/wait.wav'),
      entry('hangup', 'hung up by the phone'),
      entry('status', 'completed'),
    ];
    expect(shown(call)).toEqual([
      'dials',
      'answered',
      ['node', 'caller / main-menu'],
      ['heard', '您好'],
      ['keys', '1#'],
      ['spoken', '停电了'],
      ['played', 'http://127.0.0.1:3000/wait.wav'],
      'hungUpHere',
    ]);
    expect(linesOf(call).map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it.each([
    ['ring', 'rings, from +8657195598', 'rings', '+8657195598'],
    ['ring', 'rings, from anonymous', 'rings', 'anonymous'],
    ['ring', 'did not ring: busy', 'missed', ''],
    ['bridge', 'connected with +8613800013101', 'connectedWith', '+8613800013101'],
    ['hangup', 'rejected by the phone', 'rejected', ''],
    ['hangup', 'nobody answered', 'notAnswered', ''],
    ['hangup', 'cancelled by the program', 'stoppedRinging', ''],
    ['hangup', 'taken by another phone', 'takenElsewhere', ''],
    ['hangup', 'application error', 'applicationError', ''],
    ['hangup', 'something new', 'ended', ''],
  ])('names %s, %s', (kind, said, event, detail) => {
    expect(linesOf([entry(kind, said)])).toMatchObject([{ kind: 'event', event, detail, text: '' }]);
  });

  it('names a node once while it asks again, and again in the next call', () => {
    const ask = (node: string, callSid: string) =>
      entry('ask', 'a key', { url: `http://a/voice/step/${node}`, callSid });
    const asked = [ask('caller/account', 'CA1'), entry('say', '请再按一次'), ask('caller/account', 'CA1')];
    expect(shown([...asked, ask('caller/account', 'CA2')]).filter(([kind]) => kind === 'node')).toHaveLength(2);
  });

  it('keeps the keys of two calls apart', () => {
    expect(shown([entry('key', '1'), entry('key', '2', { callSid: 'CA2' })])).toHaveLength(2);
  });

  it('never grows without end, and its numbers stay unique', () => {
    const kinds = fc.constantFrom('say', 'key', 'words', 'ask', 'hangup', 'webhook');
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 500 }), (happened) => {
        const ids = linesOf(happened.map((kind, index) => entry(kind, String(index)))).map(({ id }) => id);
        return ids.length <= 300 && new Set(ids).size === ids.length;
      }),
    );
  });

  it.each([
    ['/voice/step/caller/main-menu', 'caller / main-menu'],
    ['https://a.example/voice/step/crew/pin?attempt=1#rc=2', 'crew / pin'],
    ['/kept', 'kept'],
    ['https://a.example', ''],
  ])('reads the node from %s', (address, node) => {
    expect(nodeOf(address)).toBe(node);
  });
});

describe('what the page knows', () => {
  it('follows phones, entries, complaints and the clock', () => {
    const notice = { at: '', level: 'error', code: 11200, message: 'no', url: '' } as const;
    const state = after(
      { kind: 'snapshot', snapshot: snapshot() },
      { kind: 'phone', phone: { ...idle(crew), state: 'ringing' } },
      { kind: 'entry', entry: entry('ring', 'rings, from +8657195598', { who: crew }) },
      { kind: 'notice', notice },
      { kind: 'clock', clock: { shiftMs: 300_000, forwarding: true } },
    );
    expect(state).toMatchObject({
      link: 'live',
      number: '+8657195598',
      clock: { shiftMs: 300_000 },
      notices: [notice],
    });
    expect(state.phones.get(crew)?.state).toBe('ringing');
    expect(state.transcripts.get(crew)).toHaveLength(1);
    expect(state.transcripts.get(phone)).toBeUndefined();
  });

  it('is told all anew after a lost connection', () => {
    const before = after(
      { kind: 'snapshot', snapshot: snapshot() },
      { kind: 'entry', entry: entry('key', '1') },
      { kind: 'lost' },
    );
    expect(before.link).toBe('lost');
    const state = reduce(before, { kind: 'snapshot', snapshot: snapshot({ phones: [idle(phone)] }) });
    expect(state.link).toBe('live');
    expect(state.transcripts.size).toBe(0);
    expect(state.phones.get(phone)?.state).toBe('idle');
  });

  it('counts the texts that came since somebody looked', () => {
    const begun = after({ kind: 'snapshot', snapshot: snapshot({ texts: [text('SM1')] }) });
    expect(unreadTexts(begun, phone)).toBe(0);
    const more = [text('SM2'), text('SM3'), text('SM4', { mine: true, status: 'received' })];
    const state = more.reduce((was, one) => reduce(was, { kind: 'text', text: one }), begun);
    expect(unreadTexts(state, phone)).toBe(2);
    expect(unreadTexts(reduce(state, { kind: 'read', phone }), phone)).toBe(0);
  });

  it('shows a text when it arrives, once, with its newest status', () => {
    const state = after(
      { kind: 'text', text: text('SM1', { status: 'sent' }) },
      { kind: 'text', text: text('SM1') },
      { kind: 'text', text: text('SM1') },
      { kind: 'text', text: text('SM2', { status: 'undelivered' }) },
    );
    expect(state.texts.get(phone)).toEqual([text('SM1')]);
  });
});

describe('the table', () => {
  const both = (words: string) => ({ zh: words, en: words });
  const person = (number: string, name: string, role: string, onTable?: readonly ('zh' | 'en')[]) => {
    return {
      number,
      name,
      group: both('Callers'),
      role: both(role),
      note: { zh: '澜苑小区', en: 'Lanyuan' },
      ...(onTable && { onTable }),
    };
  };
  const directory = {
    people: [person(phone, '王芳', 'customer', ['zh']), person(crew, '李强', 'technician', ['zh', 'en'])],
  };

  it('begins as the directory says, by language; without one there are phones all the same', () => {
    expect(firstTable(directory, 'zh')).toEqual([phone, crew]);
    expect(firstTable(directory, 'en')).toEqual([crew]);
    expect(firstTable({ people: [] }, 'en')).toHaveLength(2);
  });

  it('takes a phone once, at the end or in the place of another', () => {
    expect(placed([phone], crew)).toEqual([phone, crew]);
    expect(placed([phone, crew], crew)).toEqual([phone, crew]);
    expect(placed([phone, crew], '+8613800000002', phone)).toEqual(['+8613800000002', crew]);
  });

  it('finds people by any word in either language', () => {
    expect(matching(directory, 'lanyuan 王').map(({ name }) => name)).toEqual(['王芳']);
    expect(matching(directory, '11101')).toHaveLength(1);
    expect(matching(directory, '')).toHaveLength(2);
    expect(matching(directory, 'nobody')).toEqual([]);
  });

  it('knows no name for a number that nobody has', () => {
    expect(personOf(directory, '+8613912345678')).toMatchObject({ number: '+8613912345678', name: '' });
  });

  it.each([
    ['+86 139-1234-5678', '+8613912345678'],
    ['13912345678', null],
    ['王芳', null],
  ])('reads the number %s', (typed, number) => {
    expect(typedNumber(typed)).toBe(number);
  });
});

describe('the time', () => {
  const at = (iso: string): number => Date.parse(iso);

  it.each([
    ['2026-03-01T22:00:00Z', 'Asia/Shanghai', 150],
    ['2026-03-01T00:29:30Z', 'Asia/Shanghai', 0.5],
    ['2026-03-01T00:30:00Z', 'Asia/Shanghai', 1440],
    ['2026-03-01T08:31:00Z', 'UTC', 1439],
  ])('at %s in %s it is %d minutes to half past eight', (iso, zone, minutes) => {
    expect(minutesUntil('08:30', at(iso), zone)).toBe(minutes);
  });

  it('is told in the zone of the hotline', () => {
    expect(clockText(at('2026-03-01T00:05:09Z'), 'Asia/Shanghai')).toBe('08:05');
    expect(clockText(at('2026-03-01T16:00:09Z'), 'Asia/Shanghai', true)).toBe('00:00:09');
    expect(lengthText(61_900)).toBe('1:01');
    expect(lengthText(-5)).toBe('0:00');
  });
});
