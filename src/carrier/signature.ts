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
  if (!signature || !URL.canParse(url)) return false;
  return tokens
    .filter((token) => token !== '')
    .some((token) =>
      rawBody === undefined
        ? twilio.validateRequest(token, signature, url, params)
        : twilio.validateRequestWithBody(token, signature, url, rawBody),
    );
}

/** The X-Twilio-Signature that the carrier would put on a form webhook; the doctor uses it to test the way to us. */
export function signatureOf(url: string, params: Readonly<Record<string, string>>, token: string): string {
  return twilio.getExpectedTwilioSignature(token, url, { ...params });
}
