import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isSigned } from '../../src/carrier/signature';

/** Twilio's rule written out once more: the URL, then each field's name and value in the order of the names. */
function sign(token: string, url: string, params: Record<string, string> = {}): string {
  const signed = Object.keys(params)
    .sort()
    .reduce((text, name) => text + name + params[name]!, url);
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64');
}

const url = "https://hotline.example.org/voice/step/caller/main-menu?ticket=12345674&x=a%20b'c";
const params = { CallSid: 'CA1', Digits: '1', From: '+8613800001234', FromCity: '', SpeechResult: ' 停电了 ' };
const signature = sign('token-a', url, params);

it('takes what the token signed', () => {
  expect(isSigned({ signature, url, params }, ['token-a'])).toBe(true);
});

it('takes either token during a change', () => {
  expect(isSigned({ signature, url, params }, ['token-b', 'token-a'])).toBe(true);
  expect(isSigned({ signature, url, params }, ['token-b'])).toBe(false);
});

it('takes a GET, whose parameters are in the URL', () => {
  expect(isSigned({ signature: sign('t', url), url, params: {} }, ['t'])).toBe(true);
});

it.each([
  ['no header', { signature: undefined, url, params }],
  ['an empty header', { signature: '', url, params }],
  ['another path', { signature, url: url.replace('main-menu', 'danger'), params }],
  ['another query', { signature, url: url.replace('12345674', '12345675'), params }],
  ['another host', { signature, url: url.replace('hotline.', 'evil.'), params }],
  ['another scheme', { signature, url: url.replace('https', 'http'), params }],
  ['a field more', { signature, url, params: { ...params, Extra: '1' } }],
  ['a field less', { signature, url, params: { CallSid: 'CA1', Digits: '1', From: '+8613800001234' } }],
  ['a trimmed field', { signature, url, params: { ...params, SpeechResult: '停电了' } }],
  ['an address that stands in the path', { signature, url: 'http://127.0.0.1:3000http://evil.example/x', params }],
])('refuses %s', (_what, request) => {
  expect(isSigned(request, ['token-a'])).toBe(false);
});

it('refuses everything without a token', () => {
  expect(isSigned({ signature, url, params }, [])).toBe(false);
  expect(isSigned({ signature: sign('', url, params), url, params }, [''])).toBe(false);
});

it('compares the hash of a JSON body', () => {
  const body = '{"a":1}';
  const hashed = `${url}&bodySHA256=${createHash('sha256').update(body).digest('hex')}`;
  const request = { signature: sign('t', hashed), url: hashed, params: {} };
  expect(isSigned({ ...request, rawBody: body }, ['t'])).toBe(true);
  expect(isSigned({ ...request, rawBody: '{"a":2}' }, ['t'])).toBe(false);
});

it('takes any fields that were signed and refuses them with one value changed', () => {
  const name = fc.stringMatching(/^[A-Za-z]{1,12}$/);
  const fields = fc.dictionary(name, fc.string({ unit: 'grapheme' }), { minKeys: 1, maxKeys: 12 });
  fc.assert(
    fc.property(fields, (sent) => {
      const signed = sign('t', url, sent);
      const first = Object.keys(sent)[0]!;
      expect(isSigned({ signature: signed, url, params: sent }, ['t'])).toBe(true);
      expect(isSigned({ signature: signed, url, params: { ...sent, [first]: `${sent[first]!}x` } }, ['t'])).toBe(false);
    }),
  );
});
