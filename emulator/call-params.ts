export const API_VERSION = '2010-04-01';
const PLACES = ['City', 'State', 'Zip', 'Country'];
const PARTIES = ['From', 'To', 'Caller', 'Called'];

/** Twilio's fields about where the two parties are. Outside North America it mostly leaves them empty; the emulator always does. */
export const EMPTY_PLACES: Readonly<Record<string, string>> = Object.fromEntries(
  PARTIES.flatMap((party) => PLACES.map((place) => [party + place, ''])),
);

/** What a webhook tells of its call. */
export interface CallFacts {
  readonly sid: string;
  readonly status: string;
  readonly answeredBy: string | null;
  readonly setup: {
    readonly from: string;
    readonly to: string;
    readonly direction: string;
    readonly parent: { readonly sid: string } | null;
  };
  readonly exchange: { readonly options: { readonly accountSid: string } };
}

/** The fields that every voice webhook carries. */
export function callParams(call: CallFacts): Record<string, string> {
  const { from, to, direction, parent } = call.setup;
  return {
    AccountSid: call.exchange.options.accountSid,
    ApiVersion: API_VERSION,
    CallSid: call.sid,
    CallStatus: call.status,
    Called: to,
    Caller: from,
    Direction: direction,
    From: from,
    To: to,
    ...EMPTY_PLACES,
    ...(parent === null ? {} : { ParentCallSid: parent.sid }),
    ...(call.answeredBy === null ? {} : { AnsweredBy: call.answeredBy }),
  };
}
