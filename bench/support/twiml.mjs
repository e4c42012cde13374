import { URL } from 'node:url';

const unescaped = (text) => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
const attribute = (tag, name) => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : unescaped(value);
};
/** `caller/account` of `/voice/step/caller/account?…` */
const nodeOf = (url) => /\/voice\/step\/([^?]+)/.exec(url)?.[1] ?? new URL(url).pathname;

/** What a document asks of whoever is on the line: keys, a recording, or neither; addresses are absolute. */
export function readTwiml(document, baseUrl) {
  const absolute = (reference) => (reference === null ? null : new URL(reference, baseUrl).href);
  const [tag, verb] = /<(Gather|Record|Redirect|Dial|Hangup)\b[^>]*>/.exec(document) ?? ['', 'End'];
  if (verb === 'Gather' || verb === 'Record') {
    const action = absolute(attribute(tag, 'action'));
    const tellRecording = absolute(attribute(tag, 'recordingStatusCallback'));
    return { asks: verb === 'Gather' ? 'keys' : 'recording', action, tellRecording, node: nodeOf(action) };
  }
  if (verb === 'Redirect') {
    const target = /<Redirect[^>]*>([^<]+)</.exec(document)?.[1] ?? '';
    return { asks: 'nothing', goTo: absolute(unescaped(target)), node: 'redirect' };
  }
  return { asks: 'nothing', goTo: null, node: verb.toLowerCase() };
}
