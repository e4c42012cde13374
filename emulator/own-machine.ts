import type { Request, RequestHandler } from 'express';

const LOOPBACK = /^(::1|(::ffff:)?127\.)/;
const OWN_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Lets in programs on this machine and the phone page. Refuses other machines, pages of other sites, and host names by which another site could make a browser reach this machine. */
export const ownMachineOnly: RequestHandler = (request, response, next) => {
  if (isHere(request) && isOwnPage(request)) next();
  else response.status(403).json({ error: 'Only programs on this machine may use the phones' });
};

/** For the page itself, which may also be opened from a link on another site: it holds nothing that could be stolen. */
export const thisMachineOnly: RequestHandler = (request, response, next) => {
  if (isHere(request)) next();
  else response.status(403).type('text/plain').send('Only this machine may open the phones');
};

function isHere(request: Request): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return LOOPBACK.test(request.socket.remoteAddress ?? '') && OWN_NAMES.includes(host);
}

/** Whether the request comes from no browser at all, or from a page of this very server; to a browser another port is another site. */
function isOwnPage({ headers }: Request): boolean {
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  if (site !== 'same-origin' && site !== 'none') return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host ?? ''}`;
}
