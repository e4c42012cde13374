import express, { type Router } from 'express';
import { thisMachineOnly } from './own-machine';

/** Nothing from elsewhere, nothing inline, in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'Permissions-Policy': 'microphone=(self), camera=(), geolocation=()',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** Telephones in a web page, built from `phone-page/` into `folder`, at /phone. */
export function phonePageRouter(folder: string): Router {
  const router = express.Router();
  router.use('/phone', thisMachineOnly, (_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  router.use(
    '/phone',
    express.static(folder, {
      setHeaders: (response, path) => {
        // The names of built files change with their contents; the page itself must be asked for each time.
        response.setHeader('Cache-Control', path.endsWith('.html') ? 'no-cache' : 'max-age=31536000, immutable');
      },
    }),
  );
  return router;
}
