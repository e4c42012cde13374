import type { Response } from 'express';
import type { Call } from './call';
import { realClock } from './clock';
import type { Exchange } from './exchange';
import type { Entry } from './journal';
import type { Message } from './message';
import type { Phone } from './phone';

/** How often the phones are looked at, in real time: a clock that is being moved forward would stop at every look. */
const LOOK_EVERY_MS = 200;
/** How much of the past a page is told when it opens. */
const PAST_ENTRIES = 600;
/** Requests and status callbacks are for the log, not for people at a phone. */
const UNSHOWN: readonly string[] = ['webhook', 'status'];

/** Streams what all phones do as server-sent events: a `snapshot` first, then `entry`, `phone`, `text`, `notice` and `clock` as they come. */
export function streamPhones(exchange: Exchange, response: Response): void {
  response.type('text/event-stream').set('Cache-Control', 'no-store').flushHeaders();
  const send = (event: string, data: object): void => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  send('snapshot', snapshot(exchange));
  const watch = new Watch(exchange, send);
  const endEntries = exchange.journal.listen((entry) => {
    watch.look();
    if (!UNSHOWN.includes(entry.kind)) send('entry', entry);
    if (entry.kind === 'error') send('notice', exchange.journal.notices.at(-1) ?? {});
    // An entry is written before what it tells of is done, such as putting the phone down: that shows once this turn is over.
    queueMicrotask(() => {
      watch.look();
    });
  });
  response.once('close', () => {
    endEntries();
    watch.end();
  });
}

/** Sends each phone and text again when it has changed since it was last sent. */
class Watch {
  private readonly told = new Map<string, string>();
  private cancel: () => void;

  constructor(
    private readonly exchange: Exchange,
    private readonly send: (event: string, data: object) => void,
  ) {
    for (const phone of this.exchange.phones.values()) this.isNews(phone.number, phoneState(phone));
    for (const message of this.exchange.messages) this.isNews(message.sid, textOf(message));
    this.isNews('clock', clockOf(this.exchange));
    this.cancel = this.again();
  }

  look(): void {
    for (const phone of this.exchange.phones.values()) this.tell('phone', phone.number, phoneState(phone));
    for (const message of this.exchange.messages) this.tell('text', message.sid, textOf(message));
    this.tell('clock', 'clock', clockOf(this.exchange));
  }

  end(): void {
    this.cancel();
  }

  private again(): () => void {
    return realClock.after(LOOK_EVERY_MS, () => {
      this.look();
      this.cancel = this.again();
    });
  }

  private tell(event: string, key: string, data: object): void {
    if (this.isNews(key, data)) this.send(event, data);
  }

  private isNews(key: string, data: object): boolean {
    const text = JSON.stringify(data);
    if (this.told.get(key) === text) return false;
    this.told.set(key, text);
    return true;
  }
}

function snapshot(exchange: Exchange): object {
  const { journal, messages, options, phones } = exchange;
  return {
    number: options.number,
    clock: clockOf(exchange),
    phones: [...phones.values()].map(phoneState),
    entries: journal.entries.filter((entry: Entry) => !UNSHOWN.includes(entry.kind)).slice(-PAST_ENTRIES),
    texts: messages.map(textOf),
    notices: journal.notices,
  };
}

function clockOf({ time }: Exchange): object {
  const { shiftMs, forwarding } = time.state;
  return { shiftMs, forwarding };
}

function phoneState(phone: Phone): object {
  const { number, state, call, asking, bridgedWith } = phone;
  return { number, state, callSid: call?.sid ?? null, ...lineOf(call), asking, bridgedWith };
}

function lineOf(call: Call | null): object {
  if (!call) return { activity: null, other: null, since: null };
  const { setup, activity, answeredAt } = call;
  return { activity, other: setup.direction === 'inbound' ? setup.to : setup.from, since: answeredAt };
}

/** A text as one of the two ends sees it; `phone` is the end that is not the account's number. */
function textOf({ sid, from, to, body, direction, status, createdAt, errorCode }: Message): object {
  const mine = direction === 'inbound';
  return { sid, phone: mine ? from : to, mine, body, status, at: createdAt, errorCode };
}
