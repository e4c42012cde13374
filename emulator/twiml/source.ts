import type { Params } from '../signature';
import type { Method } from '../webhook';

/** Where the next document comes from. */
export type Source =
  | { readonly kind: 'fetch'; readonly url: string; readonly method: Method; readonly params: Params }
  | { readonly kind: 'inline'; readonly twiml: string };
