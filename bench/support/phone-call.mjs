import { account, callFields, newSid } from './carrier.mjs';
import { readTwiml } from './twiml.mjs';

const mostRedirects = 5;

/** One call on the carrier's side: what the far end does is told to the hotline, and what the hotline asks is read. */
export class PhoneCall {
  constructor(webhooks, { from, to, direction }) {
    Object.assign(this, { webhooks, from, to, direction, sid: newSid('CA'), status: 'ringing', asked: null });
  }

  /** Somebody calls the hotline. */
  static async dial(webhooks, from) {
    const call = new PhoneCall(webhooks, { from, to: account.number, direction: 'inbound' });
    await call.#fetch(`${webhooks.baseUrl}/voice/incoming`, {});
    call.status = 'in-progress';
    return call;
  }

  /** Somebody picks up a call of the hotline. */
  async answer(url) {
    this.status = 'in-progress';
    await this.#fetch(url, {});
  }

  /** The node of the dialogue that asks now, such as `caller/account`. */
  get node() {
    return this.asked.node;
  }

  async press(keys) {
    await this.#fetch(this.#askedFor('keys').action, { Digits: keys });
  }

  /** Says something of a few seconds and ends with #; the carrier tells of the recording apart. */
  async speak() {
    const { action, tellRecording } = this.#askedFor('recording');
    const recording = newSid('RE');
    const about = {
      RecordingSid: recording,
      RecordingUrl: `https://api.twilio.com/2010-04-01/Accounts/${account.sid}/Recordings/${recording}`,
      RecordingDuration: '4',
    };
    await this.#fetch(action, { ...about, Digits: '#' });
    if (tellRecording === null) return;
    const told = { RecordingStatus: 'completed', RecordingChannels: '1', RecordingSource: 'RecordVerb' };
    const call = { AccountSid: account.sid, CallSid: this.sid, ErrorCode: '0' };
    await this.webhooks.callback(tellRecording, { ...call, ...about, ...told });
  }

  async hangUp() {
    this.status = 'completed';
    const end = { CallDuration: '40', Duration: '1', SipResponseCode: '200', SequenceNumber: '0' };
    const told = { CallbackSource: 'call-progress-events', Timestamp: new Date().toUTCString(), ...end };
    await this.webhooks.callback(`${this.webhooks.baseUrl}/voice/status`, { ...callFields(this), ...told });
  }

  #askedFor(what) {
    if (this.asked.asks !== what) throw new Error(`${this.node} asks for ${this.asked.asks}, not ${what}`);
    return this.asked;
  }

  async #fetch(url, fields) {
    let [next, sent] = [url, fields];
    for (let hops = 0; next !== null && hops < mostRedirects; hops += 1) {
      const document = await this.webhooks.document(next, { ...callFields(this), ...sent });
      this.asked = readTwiml(document, next);
      [next, sent] = [this.asked.goTo ?? null, {}];
    }
  }
}
