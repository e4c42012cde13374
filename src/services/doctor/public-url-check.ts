import { type Check, error, type Finding, note, type Patient, warning } from './check';

const answerWithinMs = 5000;
/** A status callback for an unknown call and without a status, so that it changes nothing. */
const probe = { CallSid: 'CAdoctor', From: 'doctor' };
const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** PUBLIC_BASE_URL from end to end: a webhook with a wrong signature must be refused, one with the right signature answered. */
export const publicUrlCheck: Check = async (patient) => [...shapeOf(patient), ...(await walkThrough(patient))];

function shapeOf({ config }: Patient): Finding[] {
  if (config.carrier === 'emulator') return [];
  const { protocol, hostname } = new URL(config.publicBaseUrl);
  const unreachable = warning(
    `PUBLIC_BASE_URL ${config.publicBaseUrl} is an address of this machine itself.`,
    'A carrier elsewhere cannot reach it: callers hear nothing of the hotline.',
    'Set PUBLIC_BASE_URL to the https address under which the carrier reaches this server.',
  );
  const plain = warning(
    `PUBLIC_BASE_URL ${config.publicBaseUrl} is plain http.`,
    'Numbers, keys and names of callers can be read on the way.',
    'Put a proxy with a certificate (nginx, Caddy) before the hotline and set PUBLIC_BASE_URL to https://…',
  );
  return [...(loopback.test(hostname) ? unreachable : []), ...(protocol === 'http:' ? plain : [])];
}

async function walkThrough(patient: Patient): Promise<Finding[]> {
  const url = `${patient.config.publicBaseUrl}/voice/status`;
  const wrong = await ask(url, 'wrong').catch(reasonOf);
  if (typeof wrong === 'string') return unreachable(patient, wrong);
  // The hotline itself refused.
  if (wrong.status === 403 && wrong.code === 'forbidden')
    return (await Promise.all(patient.tokens.map((token) => trySigned(patient, url, token)))).flat();
  return foreignAnswer(url, wrong);
}

/** `code` is that of an answer in the shape of our errors. */
async function ask(url: string, signature: string) {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'X-Twilio-Signature': signature, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(probe).toString(),
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const text = await response.text();
  return { status: response.status, code: codeIn(text), location: response.headers.get('location') };
}

function codeIn(text: string): string | null {
  try {
    const { error: told } = JSON.parse(text) as { error?: { code?: unknown } };
    return typeof told?.code === 'string' ? told.code : null;
  } catch {
    return null;
  }
}

/** `ECONNREFUSED`, `CERT_HAS_EXPIRED`: the network's error code, which fetch hides in the cause. */
function reasonOf(failure: unknown): string {
  const { name, message, cause } = failure as Error & { readonly cause?: Partial<NodeJS.ErrnoException> };
  if (name === 'TimeoutError') return `no answer within ${answerWithinMs / 1000} s`;
  return cause?.code ?? cause?.message ?? message;
}

const unreachable = ({ config }: Patient, why: string): Finding[] =>
  error(
    `PUBLIC_BASE_URL ${config.publicBaseUrl} does not answer: ${why}.`,
    'The carrier cannot reach the hotline: callers hear an error of the carrier, and keys of crews are lost.',
    /CERT|SSL|TLS|SELF_SIGNED/.test(why)
      ? 'Give the proxy a certificate of a public authority that names this host; the carrier takes no other.'
      : 'Start the service (npm start, systemctl start faultline); look at DNS, proxy and firewall; or correct PUBLIC_BASE_URL.',
  );

/** Something other than the hotline answered. */
function foreignAnswer(url: string, { status, location }: Awaited<ReturnType<typeof ask>>): Finding[] {
  if (status === 204) {
    return error(
      `${url} takes a request with a wrong signature.`,
      'Anybody can play the carrier: open tickets, accept pages, hear about customers.',
      'Let no proxy answer or sign in the place of the hotline; PUBLIC_BASE_URL must lead to this program.',
    );
  }
  const how = location === null ? `with ${status}` : `with ${status}, a redirect to ${location}`;
  return error(
    `${url} is answered by another program, ${how}.`,
    'The carrier does not reach the hotline: callers hear an error of the carrier.',
    location === null
      ? 'Set PUBLIC_BASE_URL to the address of this hotline, with its path if the proxy adds one; or let the proxy pass /voice and /sms on unchanged.'
      : `Set PUBLIC_BASE_URL to the address after the redirect: a redirected webhook loses its signature.`,
  );
}

async function trySigned(
  { sign }: Patient,
  url: string,
  { name, token }: Patient['tokens'][number],
): Promise<Finding[]> {
  const { status } = await ask(url, sign(url, probe, token));
  if (status === 204) return [];
  if (status === 503) {
    return note(`${url} answers 503.`, 'The service cannot use its database now.', 'See the check of the database.');
  }
  return error(
    `${url} refuses a request signed with ${name} (${status}).`,
    'The running service checks against another token or another PUBLIC_BASE_URL: it refuses the carrier, and callers hear an error.',
    `Give the service the same ${name} and PUBLIC_BASE_URL as this command (systemctl show faultline -p Environment, .env), and restart it.`,
  );
}
