import { timingSafeEqual } from 'node:crypto';
import twilio from 'twilio';

/** A webhook as the carrier signed it. */
export interface SignedRequest {
  /** The X-Twilio-Signature header. */
  readonly signature: string | undefined;
  /** PUBLIC_BASE_URL and the request's path and query exactly as received. */
  readonly url: string;
  /** Every form field as received, none trimmed or dropped; empty for GET. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The raw body of a JSON webhook, whose hash stands in the URL as bodySHA256. */
  readonly rawBody?: string;
}

/** Whether one of these tokens signed the request; false without a header, a token or a readable URL. */
export function isSigned(request: SignedRequest, tokens: readonly string[]): boolean {
  const { signature, url, params, rawBody } = request;
  if (!signature) return false;
  const known = tokens.filter((token) => token !== '');
  // Nearly every webhook is signed for its URL as it is; the library tries it with and without its port and escapes in turn.
  if (rawBody === undefined && known.some((token) => isSame(signature, signatureOf(url, params, token)))) return true;
  if (!URL.canParse(url)) return false;
  return known.some((token) =>
    rawBody === undefined
      ? twilio.validateRequest(token, signature, url, params)
      : twilio.validateRequestWithBody(token, signature, url, rawBody),
  );
}

/** Takes as long for every difference, so that nobody can try a signature letter by letter. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The X-Twilio-Signature that the carrier would put on a form webhook; the doctor uses it to test the way to us. */
export function signatureOf(url: string, params: Readonly<Record<string, unknown>>, token: string): string {
  return twilio.getExpectedTwilioSignature(token, url, params);
}
