import { isHotlineError } from '../../errors';
import { type CarrierToken, type Check, error, type Finding, note, type Patient, warning } from './check';

/** The account at the carrier, opened with each token of the settings. */
export const credentialsCheck: Check = async ({ config, tokens }) => {
  if (tokens.length === 0) return unknownAccount(config);
  const findings = await Promise.all(tokens.map((token) => tryToken(token, config)));
  return findings.flat();
};

async function tryToken({ name, account }: CarrierToken, config: Patient['config']): Promise<Finding[]> {
  try {
    const { status } = await account.readAccount();
    return status === 'active' ? [] : notActive(status);
  } catch (cause) {
    if (isHotlineError(cause, 'carrier_refused')) return refused(name, cause.message);
    if (isHotlineError(cause, 'carrier_unavailable')) return silent(config, cause.message);
    throw cause;
  }
}

const refused = (name: string, why: string): Finding[] =>
  name === 'TWILIO_AUTH_TOKEN'
    ? error(
        `The carrier does not take TWILIO_ACCOUNT_SID with ${name}: ${why}.`,
        'No call and no text goes out: no crew is paged. Calls that come in are refused if the token is wrong.',
        "Copy the account's sid and its primary auth token from the carrier's console into both settings, then restart.",
      )
    : error(
        `The carrier does not take TWILIO_ACCOUNT_SID with ${name}: ${why}.`,
        'After the change of the token every call would be refused.',
        `Copy the account's secondary auth token into ${name}, or take the setting out; then restart.`,
      );

const notActive = (status: string): Finding[] =>
  error(
    `The account at the carrier is ${status}, not active.`,
    'Calls neither come in nor go out.',
    "Look at the carrier's console: mostly a payment is missing.",
  );

const silent = ({ apiBaseUrl, carrier }: Patient['config'], why: string): Finding[] =>
  error(
    `The carrier cannot be asked at ${apiBaseUrl}: ${why}.`,
    'Calls and texts wait: no crew is paged until it answers.',
    carrier === 'emulator'
      ? 'The emulator runs beside the hotline: start both with npm start.'
      : 'Look at the network and firewall of this machine (outgoing https) and at TWILIO_API_BASE_URL.',
  );

/** The emulator's account is made up at each start and known only to the process that starts the emulator. */
async function unknownAccount(config: Patient['config']): Promise<Finding[]> {
  const isUp = await fetch(`${config.apiBaseUrl}/healthz`, { signal: AbortSignal.timeout(3000) }).then(
    () => true,
    () => false,
  );
  if (!isUp) return silent(config, 'nothing listens there');
  return note(
    'The emulator made up an account at its start, which only the running hotline knows.',
    'The signature of the carrier cannot be tried out from here.',
    'Nothing, for a demo. To try it, start with TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN set to any words.',
  );
}

/** Finds a change of the token that was begun but not finished. */
export const tokenChangeCheck: Check = ({ config }) => {
  if (config.authTokenNext === undefined) return [];
  const same = config.authTokenNext === config.authToken;
  return warning(
    same ? 'TWILIO_AUTH_TOKEN_NEXT is the same as TWILIO_AUTH_TOKEN.' : 'A change of the token is in progress.',
    'Requests signed with either token are accepted: the old one is still good for whoever has it.',
    same
      ? 'Take TWILIO_AUTH_TOKEN_NEXT out and restart.'
      : 'Make the new token the primary one at the carrier, move it to TWILIO_AUTH_TOKEN, take TWILIO_AUTH_TOKEN_NEXT out, restart.',
  );
};
