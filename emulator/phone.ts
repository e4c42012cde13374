import type { Asking, Call, CalledPhone, CallExchange, FinalStatus } from './call';
import { dialEmulated } from './dial-in';
import type { Heard, Persona, ReceivedText } from './handset';
import type { Entry } from './journal';
import { receiveText } from './inbound-text';
import { answerInbound } from './place';
import { speechMs } from './speech';
import type { Tempo } from './tempo';
import { answerAsMachine } from './voicemail';
import { readWav, type Wav } from './wav';

export type { ReceivedText } from './handset';
export type PhoneState = 'idle' | 'dialing' | 'ringing' | 'connected';

/** A call that rang here, or would have if the phone had been free and switched on. */
export interface Ring {
  readonly at: Date;
  readonly from: string;
  readonly callSid: string;
  readonly call: Call;
}

/** What is told when a phone begins to ring; it may take time on the clock. */
export type RingListener = (phone: Phone, call: Call) => void | Promise<void>;

/** The exchange as phones see it. */
export interface PhoneExchange extends CallExchange {
  readonly tempo: Tempo;
  readonly ringListeners: ReadonlySet<RingListener>;
  findCall(sid: string): Call | null;
}

export interface DialOptions {
  /** What the program sees as From; the phone's own number unless given. */
  readonly from?: string;
  readonly withheld?: boolean;
}

const BREATH_MS = 12_000;
const KEY_GAP_MS = 250;
const WAIT_MS = 500;
/** How long a phone waits for something to end or begin, on the clock. */
const PATIENCE_MS = 120_000;

/** A telephone that a script or a person works. Each act resolves when all that it set off has come to rest. */
export class Phone implements CalledPhone {
  /** Set it before the phone rings. */
  persona: Persona = 'person';
  /** What becomes of texts to this phone: an error code as Twilio gives it, or null when they arrive. */
  textFailure: number | null = null;
  readonly rings: Ring[] = [];
  readonly texts: ReceivedText[] = [];
  /** All that was spoken here since the phone's last act: answering, a key, words. */
  heard: Heard[] = [];
  call: Call | null = null;

  constructor(
    private readonly exchange: PhoneExchange,
    readonly number: string,
  ) {}

  get state(): PhoneState {
    if (!this.call) return 'idle';
    if (this.call.answeredAt) return 'connected';
    return this.call.setup.direction === 'inbound' ? 'dialing' : 'ringing';
  }

  /** `heard`, joined by spaces. */
  get lastHeard(): string {
    return this.heard.map(({ text }) => text).join(' ');
  }

  get asking(): Asking | null {
    return this.call?.asking ?? null;
  }

  /** The number of the phone that this one talks with. */
  get bridgedWith(): string | null {
    return this.call?.bridgedTo?.phone.number ?? null;
  }

  /** All that happened on this phone's calls and texts. */
  get transcript(): Entry[] {
    const isOurs = ({ who, callSid }: Entry): boolean =>
      who === this.number || (callSid !== null && this.exchange.findCall(callSid)?.phone === this);
    return this.exchange.journal.entries.filter(isOurs);
  }

  /** Dials the emulated number. Throws for any other number, and when the phone is in use. */
  async dial(to = this.exchange.options.number, options: DialOptions = {}): Promise<void> {
    if (this.call) throw new Error(`${this.number} cannot dial: it is ${this.state}`);
    this.heard = [];
    const from = options.withheld ? 'anonymous' : (options.from ?? this.number);
    const call = dialEmulated(this.exchange, this.number, from, to);
    this.call = call;
    call.log('ring', `dials ${to}`);
    answerInbound(call);
    await this.settle();
  }

  /** Takes the ringing call. Throws when none rings. */
  async answer(): Promise<void> {
    const call = this.ringing('answer');
    this.heard = [];
    call.answer();
    await this.settle();
  }

  /** Refuses the ringing call, which the caller sees as busy. Throws when none rings. */
  async reject(): Promise<void> {
    this.ringing('reject').end('busy', 'rejected by the phone');
    await this.settle();
  }

  /** Presses keys one after another; `w` waits half a second. Throws when the phone is not connected or a character is no key. */
  async presses(keys: string): Promise<void> {
    if (!/^[0-9*#w]+$/.test(keys)) throw new Error(`No such keys: '${keys}'`);
    for (const [index, key] of Array.from(keys).entries()) {
      if (index > 0) await this.exchange.tempo.pass(key === 'w' ? WAIT_MS : KEY_GAP_MS);
      if (key !== 'w') this.press(key);
    }
    await this.settle();
  }

  /** Speaks, for as long as the words take, once a recording, a Gather of speech or the other side listens. Throws when nothing listens within two minutes. */
  says(words: string): Promise<void> {
    return this.speak(words, speechMs(words), null);
  }

  /** As `says`, with a wav file as the sound; `words` are what is said in it. Throws also when the file is no wav file. */
  async saysSound(file: Buffer, words: string): Promise<void> {
    const sound = readWav(file);
    if (!sound) throw new Error('The sound must be a wav file');
    await this.speak(words, sound.ms, sound);
  }

  /** Draws breath: whatever listens waits some seconds longer for words, because typing or recording takes longer than speaking. */
  drawsBreath(): void {
    if (this.call && listensToWords(this.call)) this.call.hold(BREATH_MS);
  }

  private async speak(words: string, ms: number, sound: Wav | null): Promise<void> {
    const call = this.connected('speak');
    await this.exchange.tempo.until(() => !call.live || listensToWords(call), PATIENCE_MS);
    if (!listensToWords(call)) throw new Error(`${this.number} cannot speak: nothing listens`);
    this.heard = [];
    call.log('words', words);
    call.offer({ kind: 'words', words, ms, sound });
    call.bridgedTo?.phone.hear({ text: words, language: '', url: '' });
    await this.exchange.tempo.pass(ms);
    await this.settle();
  }

  /** Hangs up, or stops dialling. Throws when there is no call. */
  async hangsUp(): Promise<void> {
    if (!this.call) throw new Error(`${this.number} has no call to hang up`);
    this.call.hangUp('hung up by the phone');
    await this.settle();
  }

  /** Lets time go by until the prompt is over: the call waits for input, rings or talks with another phone, or has ended. */
  async listens(): Promise<void> {
    const { call } = this;
    const patient = ['gathering', 'recording', 'dialing', 'queued', 'bridged', 'over'];
    if (call && this.state !== 'ringing')
      await this.exchange.tempo.until(() => patient.includes(call.activity), PATIENCE_MS);
  }

  /** Hears the prompt out and says nothing until the Gather or Record gives up. Throws when nothing is asked. */
  async waitsSilently(): Promise<void> {
    await this.listens();
    const { asking, call } = this;
    if (!asking || !call) throw new Error(`${this.number} is asked nothing`);
    this.heard = [];
    await this.exchange.tempo.until(() => call.asking !== asking, PATIENCE_MS);
    await this.settle();
  }

  /** Sends a text to the emulated number. */
  async sendText(body: string, to = this.exchange.options.number): Promise<void> {
    receiveText(this.exchange, this.number, to, body);
    await this.settle();
  }

  obstacle(): Extract<FinalStatus, 'busy' | 'failed'> | null {
    if (this.persona === 'unreachable') return 'failed';
    return this.call ? 'busy' : null;
  }

  missed(call: Call, why: string): void {
    this.noteRing(call);
    call.log('ring', `did not ring: ${why}`);
  }

  ring(call: Call): void {
    this.call = call;
    this.noteRing(call);
    call.log('ring', `rings, from ${call.setup.from}`);
    if (this.persona === 'machine') answerAsMachine(call);
    for (const listener of this.exchange.ringListeners) {
      this.exchange.tempo.script(async () => {
        await listener(this, call);
      });
    }
  }

  hear(heard: Heard): void {
    this.heard.push(heard);
  }

  released(call: Call): void {
    if (this.call === call) this.call = null;
  }

  private press(key: string): void {
    const call = this.connected('press a key');
    this.heard = [];
    call.log('key', key);
    call.offer({ kind: 'key', key });
  }

  private noteRing(call: Call): void {
    this.rings.push({ at: this.exchange.clock.now(), from: call.setup.from, callSid: call.sid, call });
  }

  private ringing(act: string): Call {
    if (this.state !== 'ringing' || !this.call) throw new Error(`${this.number} cannot ${act}: it is ${this.state}`);
    return this.call;
  }

  private connected(act: string): Call {
    if (this.state !== 'connected' || !this.call) throw new Error(`${this.number} cannot ${act}: it is ${this.state}`);
    return this.call;
  }

  private settle(): Promise<void> {
    return this.exchange.tempo.settle();
  }
}

function listensToWords(call: Call): boolean {
  if (call.activity === 'recording' || call.activity === 'bridged') return true;
  return call.activity === 'gathering' && (call.asking?.speech ?? false);
}
