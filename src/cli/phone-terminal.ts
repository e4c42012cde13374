import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { aboutPerson, findDemoPerson } from '../demo-people';
import { HotlineError } from '../errors';
import { askEmulator } from './ask-emulator';
import { EmulatedPhone, ringingPhones, type PhoneState } from './emulated-phone';
import { print } from './terminal';

const LOOK_EVERY_MS = 200;
const CLOCK_EVERY_MS = 100;
const clockState = z.looseObject({ shiftMs: z.number(), forwarding: z.boolean() });
const acts = new Set(['dial', 'answer', 'reject', 'hangup']);
/** In which state the phone must be for an act of a script. */
const needs: Readonly<Record<string, PhoneState['state']>> = { dial: 'idle', answer: 'ringing', reject: 'ringing' };
const isKeys = (line: string): boolean => /^[0-9*#w]+$/.test(line);
const asksOf = ({ transcript }: PhoneState): number => transcript.filter(({ kind }) => kind === 'ask').length;
const waitsForUs = ({ activity }: PhoneState): boolean => activity === 'gathering' || activity === 'recording';

/** One terminal, one phone at a time; it tells when another phone rings. */
export class PhoneTerminal {
  private phone: EmulatedPhone;
  /** How many questions the phone had heard when a line of the script last answered one. */
  private answered = 0;
  private readonly told = new Set<string>();
  private readonly watch: NodeJS.Timeout;

  /** `lost` is called once the emulator goes away. */
  constructor(
    private readonly url: string,
    private readonly lost: () => void,
  ) {
    this.phone = new EmulatedPhone(url, '');
    // eslint-disable-next-line no-restricted-globals -- a terminal shows what happens in real time
    this.watch = setInterval(() => void this.tellRinging(), LOOK_EVERY_MS);
    this.watch.unref();
  }

  /** Takes the phone of somebody: a number (E.164), or the code or name of a person of the demo town. */
  async be(whom: string): Promise<void> {
    const person = findDemoPerson(whom);
    const number = person?.phone ?? whom;
    if (!/^\+\d{3,15}$/.test(number)) {
      throw new HotlineError(
        'bad_request',
        `Nobody is called ${whom}: give a number such as +8613800000001, or --list.`,
      );
    }
    const phone = new EmulatedPhone(this.url, number);
    await phone.listen(print.line, this.lost);
    this.phone.close();
    this.phone = phone;
    this.answered = 0;
    print.line(`You hold the phone ${describe(number)}.`);
    if ((await phone.state()).state === 'ringing') print.line('It rings: answer');
  }

  /** Does what a line says, and prints why when the phone cannot. */
  async obey(line: string): Promise<void> {
    try {
      await this.act(line);
    } catch (error) {
      if (!(error instanceof HotlineError) || error.code === 'carrier_unavailable') throw error;
      print.line(`  ${error.message}`);
    }
  }

  /** Waits until the phone can do what a line of a script says: `answer` until it rings, keys and words until the prompt is over. False when the call they were for is over. */
  async readyFor(line: string): Promise<boolean> {
    const needed = needs[line];
    if (needed !== undefined) await this.until(({ state }) => state === needed);
    if (needed !== undefined || line === 'hangup' || /^((as|text) |\+)/.test(line)) return true;
    return this.asked(isKeys(line) ? line : null);
  }

  /** Waits until the call asks for these keys, or for words when `keys` is null; a question that was answered in full does not count. */
  private async asked(keys: string | null): Promise<boolean> {
    const open = (now: PhoneState): boolean => waitsForUs(now) && asksOf(now) > this.answered;
    const usable = (now: PhoneState): boolean => open(now) || (keys === null && now.activity === 'bridged');
    await this.until((now) => now.state === 'idle' || usable(now));
    const now = await this.phone.state();
    if (keys?.endsWith('#') === true || keys?.length === now.asking?.numDigits) this.answered = asksOf(now);
    return now.state !== 'idle';
  }

  /** Listens silently until the call ends; hangs up when a person is on the line. */
  async hearOut(): Promise<void> {
    await this.until(({ state, activity }) => state === 'idle' || state === 'ringing' || activity === 'bridged');
    await this.hangUp();
  }

  /** Puts the phone away and ends its call if there is one. */
  async close(): Promise<void> {
    clearInterval(this.watch);
    await this.hangUp().catch(() => undefined);
    this.phone.close();
  }

  private async hangUp(): Promise<void> {
    const { state } = await this.phone.state();
    if (state === 'connected' || state === 'dialing') await this.phone.act('hangup');
  }

  private async until(holds: (state: PhoneState) => boolean): Promise<void> {
    while (!holds(await this.phone.state())) await pause(LOOK_EVERY_MS);
  }

  private async act(line: string): Promise<void> {
    const [word = '', ...rest] = line.split(' ');
    const said = rest.join(' ');
    const minutes = minutesToForward(line);
    if (line === '') return;
    if (minutes !== null) await this.forward(minutes);
    else if (word === 'as') await this.be(said);
    else if (word === 'text') await this.phone.act('text', { body: said });
    else if (acts.has(line)) await this.phone.act(line);
    else if (isKeys(line)) await this.phone.act('keys', { keys: line });
    else await this.phone.act('say', { words: line });
  }

  private async forward(minutes: number): Promise<void> {
    const gone = await forwardClock(this.url, minutes);
    print.line(`⏩ ${gone} minutes later${gone < minutes ? ': a phone rings' : ''}.`);
  }

  private async tellRinging(): Promise<void> {
    const ringing = await ringingPhones(this.url).catch(() => []);
    for (const number of ringing.filter((ring) => ring !== this.phone.number && !this.told.has(ring))) {
      print.line(`☎ ${describe(number)} rings. To pick it up: as ${number}, then: answer`);
    }
    this.told.clear();
    for (const number of ringing) this.told.add(number);
  }
}

function describe(number: string): string {
  const person = findDemoPerson(number);
  return person === undefined ? number : `${number}, ${person.name} (${aboutPerson(person)})`;
}

/** The minutes of a line such as `+5m` or `+2h`; null for any other line. */
function minutesToForward(line: string): number | null {
  const match = /^\+(\d{1,5}) ?([mh])$/.exec(line);
  return match === null ? null : Number(match[1]) * (match[2] === 'h' ? 60 : 1);
}

/** Moves the emulator's clock forward by `minutes`, or until a phone rings; answers by how many minutes it moved. Throws HotlineError `conflict` with the reason when that is not possible. */
async function forwardClock(url: string, minutes: number): Promise<number> {
  const begun = await askEmulator(`${url}/clock/forward`, clockState, { minutes });
  let now = begun;
  while (now.forwarding) {
    await pause(CLOCK_EVERY_MS);
    now = await askEmulator(`${url}/clock`, clockState);
  }
  return Math.round((now.shiftMs - begun.shiftMs) / 60_000);
}
