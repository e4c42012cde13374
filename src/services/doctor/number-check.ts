import type { NumberSetup } from '../../carrier/carrier';
import { isHotlineError } from '../../errors';
import { type Check, error, type Finding, note, warning } from './check';

/** What the carrier does with a call or text to HOTLINE_NUMBER. */
export const numberCheck: Check = async ({ config, tokens }) => {
  const [present] = tokens;
  if (present === undefined) return cannotBeRead(config.hotlineNumber, 'its account is not known here');
  try {
    const setup = await present.account.readNumber(config.hotlineNumber);
    return setup === null ? notOwned(config.hotlineNumber) : wrongSetup(setup, config.publicBaseUrl);
  } catch (cause) {
    // The check of the account reports wrong credentials and a silent carrier.
    if (isHotlineError(cause, 'carrier_unavailable') || isUnauthorized(cause)) return [];
    if (isHotlineError(cause, 'carrier_refused')) return cannotBeRead(config.hotlineNumber, cause.message);
    throw cause;
  }
};

const isUnauthorized = (cause: unknown): boolean =>
  isHotlineError(cause, 'carrier_refused') && cause.details['reason'] === 'unauthorized';

const cannotBeRead = (number: string, why: string): Finding[] =>
  note(
    `How ${number} is set up at the carrier cannot be read: ${why}.`,
    'Whether its calls come here is not known.',
    'Look at it in the console of the carrier: voice URL, fallback, status callback, messaging URL. The emulator is set up by itself.',
  );

const notOwned = (number: string): Finding[] =>
  error(
    `The account has no number ${number}.`,
    'Its calls do not come here, and calls and texts from it are refused.',
    'Set HOTLINE_NUMBER to a number of this account (E.164), or TWILIO_ACCOUNT_SID to the account that has it.',
  );

/** Where the number must lead; `key` says where the carrier's answer has it. */
const wanted = [
  {
    name: 'voice URL',
    path: '/voice/incoming',
    key: 'voiceUrl',
    tell: error,
    meaning: 'Callers do not reach this hotline.',
  },
  {
    name: 'fallback URL',
    path: '/voice/fallback',
    key: 'voiceFallbackUrl',
    tell: warning,
    meaning: 'When an answer fails the carrier hangs up on the caller instead of asking again.',
  },
  {
    name: 'status callback',
    path: '/voice/status',
    key: 'statusCallback',
    tell: warning,
    meaning: 'The end of a call is noticed late: drafts of broken-off reports wait.',
  },
  {
    name: 'messaging URL',
    path: '/sms/incoming',
    key: 'smsUrl',
    tell: warning,
    meaning: 'Texts of callers and crews (STATUS, OUT, 1 to accept) are lost.',
  },
] as const;

function wrongSetup(setup: NumberSetup, publicBaseUrl: string): Finding[] {
  const place = "In the carrier's console, under the number, set the";
  const takenAway = error(
    `The number's calls go to ${setup.takenBy}, not to its voice URL.`,
    'Callers do not reach this hotline.',
    "In the carrier's console, under the number, choose Webhook in the place of the application or trunk.",
  );
  const wrong = wanted
    .filter(({ path, key }) => setup[key] !== `${publicBaseUrl}${path}`)
    .flatMap(({ name, path, key, tell, meaning }) =>
      tell(
        setup[key] === '' ? `The number has no ${name}.` : `The ${name} of the number is ${setup[key]}.`,
        meaning,
        `${place} ${name} to ${publicBaseUrl}${path} with POST (or PUBLIC_BASE_URL to what the number calls).`,
      ),
    );
  const method = error(
    `The voice URL of the number is called with ${setup.voiceMethod}.`,
    'Only POST is answered: callers hear an error of the carrier.',
    `${place} method of the voice URL to POST.`,
  );
  return [
    ...(setup.takenBy === '' ? [] : takenAway),
    ...wrong,
    ...(setup.voiceMethod === '' || setup.voiceMethod === 'POST' ? [] : method),
  ];
}
