import { methodOf, resolveUrl, type Verb } from './stage';

/** Goes on with another document. */
export const redirect: Verb = (element, { document }) =>
  Promise.resolve({
    kind: 'fetch',
    url: resolveUrl(document, element.text),
    method: methodOf(element),
    params: {},
  });
