import { Router } from 'express';
import { docsPage, docsStyle } from './docs-page';

/** `/api/docs`: the readable description of the API, without sign-in; the page runs no script and loads nothing from elsewhere. */
export function docsRouter(): Router {
  const router = Router();
  // Made at the first request, because most processes never get one.
  let page: string | null = null;
  router.get('/', (_request, response) => {
    const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    page ??= docsPage();
    response.set('Content-Security-Policy', policy).type('html').send(page);
  });
  router.get('/style.css', (_request, response) => {
    response.type('css').send(docsStyle);
  });
  return router;
}
