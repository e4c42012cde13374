import { createHmac } from 'node:crypto';

export type Params = Readonly<Record<string, string>>;

/** The X-Twilio-Signature of a request: the URL without its fragment, then each form field in order of its name. */
export function signatureOf(authToken: string, url: string, form: Params): string {
  const signed = Object.keys(form)
    .sort()
    .reduce((text, name) => text + name + (form[name] ?? ''), withoutFragment(url));
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

export function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}
