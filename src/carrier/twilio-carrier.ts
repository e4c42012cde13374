import type twilio from 'twilio';
import type { CallOrder, CallState, Carrier, CarrierCall, CarrierText, Placed, TextOrder, TextState } from './carrier';
import { twilioClient, type TwilioSettings } from './twilio-client';
import { translated, unlessOver } from './twilio-errors';

/** By default the carrier sends a callback once; this fragment makes it retry after no answer or a 5xx. The fragment is neither sent nor signed. */
const retried = (statusUrl: string): string => `${statusUrl}#rc=3&rp=ct,rt,5xx`;
/** How many of the newest calls or texts to one number are looked through: far more than the per-number caps let through. */
const lookBack = 50;

const seconds = (ms: number, most: number): number => Math.min(most, Math.max(1, Math.ceil(ms / 1000)));

/** Machine detection runs beside the call, never before the prompt, and its result is a hint on the status URL. */
const machineDetection = (statusUrl: string) => ({
  machineDetection: 'Enable',
  asyncAmd: 'true',
  asyncAmdStatusCallback: retried(statusUrl),
  asyncAmdStatusCallbackMethod: 'POST',
});

const callParameters = (order: CallOrder) => ({
  to: order.to,
  from: order.from,
  url: order.url,
  method: 'POST',
  fallbackUrl: order.fallbackUrl,
  fallbackMethod: 'POST',
  statusCallback: retried(order.statusUrl),
  statusCallbackMethod: 'POST',
  // One field for each event: joined into one field, the call would seem to stay `initiated` for ever.
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  timeout: seconds(order.ringForMs, 600),
  ...(order.detectMachine && machineDetection(order.statusUrl)),
});

const textStates: Readonly<Record<string, TextState>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
};

const dateOrNull = (date: Date | null | undefined): Date | null =>
  date && !Number.isNaN(date.getTime()) ? date : null;

const toCall = (call: { sid: string; to: string; status: CallState; dateCreated: Date }): CarrierCall => ({
  sid: call.sid,
  to: call.to,
  state: call.status,
  createdAt: dateOrNull(call.dateCreated),
});

const toText = (text: { sid: string; to: string; status: string; body: string; dateCreated: Date }): CarrierText => ({
  sid: text.sid,
  to: text.to,
  state: textStates[text.status] ?? 'failed',
  body: text.body,
  createdAt: dateOrNull(text.dateCreated),
});

/** Whether something was created since `since`, in whole seconds as the carrier has them. The creation time is compared, because a queued call has no start time yet. */
const createdSince =
  (since: Date) =>
  ({ createdAt }: { readonly createdAt: Date | null }): boolean =>
    createdAt === null || createdAt.getTime() >= Math.floor(since.getTime() / 1000) * 1000;

/** The carrier port over Twilio's REST API, or anything that speaks it at `apiBaseUrl`. */
export class TwilioCarrier implements Carrier {
  private readonly client: twilio.Twilio;

  constructor(settings: TwilioSettings) {
    this.client = twilioClient(settings);
  }

  async placeCall(order: CallOrder): Promise<Placed> {
    const call = await translated(this.client.calls.create(callParameters(order)));
    return { sid: call.sid };
  }

  async sendText(order: TextOrder): Promise<Placed> {
    const text = await translated(
      this.client.messages.create({
        to: order.to,
        from: order.from,
        body: order.body,
        statusCallback: retried(order.statusUrl),
        validityPeriod: seconds(order.validForMs, 36_000),
      }),
    );
    return { sid: text.sid };
  }

  async hangUp(callSid: string): Promise<void> {
    await unlessOver(this.client.calls(callSid).update({ status: 'completed' }), null);
  }

  async findCall(callSid: string): Promise<CarrierCall | null> {
    const call = await unlessOver(this.client.calls(callSid).fetch(), null);
    return call && toCall(call);
  }

  async findCallsTo(to: string, since: Date): Promise<CarrierCall[]> {
    const calls = await translated(this.client.calls.list({ to, limit: lookBack, pageSize: lookBack }));
    // A leg to the same phone by which a caller is put through is no call that we ordered.
    const ordered = calls.filter(({ direction }) => direction !== 'outbound-dial' && direction !== 'inbound');
    return ordered.map(toCall).filter(createdSince(since));
  }

  async findTextsTo(to: string, since: Date): Promise<CarrierText[]> {
    const texts = await translated(this.client.messages.list({ to, limit: lookBack, pageSize: lookBack }));
    return texts.map(toText).filter(createdSince(since));
  }

  async deleteRecording(recordingSid: string): Promise<void> {
    await unlessOver(this.client.recordings(recordingSid).remove(), false);
  }
}
