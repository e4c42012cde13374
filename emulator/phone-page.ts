import express, { type Router } from 'express';
import { thisMachineOnly } from './own-machine';

/** The page may load nothing from other servers and run nothing inline, and no other page may frame it. */
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
        // A built file gets another name when its contents change, so it may be kept for ever; the page that names them may not.
        response.setHeader('Cache-Control', path.endsWith('.html') ? 'no-cache' : 'max-age=31536000, immutable');
      },
    }),
  );
  return router;
}
