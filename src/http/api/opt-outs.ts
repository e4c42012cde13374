import express, { Router } from 'express';
import { z } from 'zod';
import type { Context } from '../../services/context';
import { addOptOut, listOptOuts, removeOptOut } from '../../services/outbound/opt-out-list';
import { paging } from '../../services/views/queries';

export const optOutsQuery = z.strictObject(paging);
export const newOptOut = z.strictObject({ phone: z.string().min(1).max(40) });
const which = z.union([z.strictObject({ id: z.coerce.number().int().positive() }), newOptOut]);

/** Numbers that want no texts (contract section 8). */
export function optOutsRouter(context: Context): Router {
  const router = Router();
  router.use('/optouts', express.json({ limit: '16kb' }));
  router.get('/optouts', async (request, response) => {
    response.json(await listOptOuts(optOutsQuery.parse(request.query)));
  });
  router.post('/optouts', async (request, response) => {
    response.status(201).json(await addOptOut(context, newOptOut.parse(request.body).phone));
  });
  router.delete('/optouts', async (request, response) => {
    const isInQuery = Object.keys(request.query).length > 0;
    await removeOptOut(context, which.parse(isInQuery ? request.query : request.body));
    response.status(204).end();
  });
  return router;
}
