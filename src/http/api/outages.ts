import express, { Router } from 'express';
import { z } from 'zod';
import { outageKinds } from '../../domain/outage';
import type { Context } from '../../services/context';
import { changeOutage, outageOf } from '../../services/outages/change-outage';
import { createOutage } from '../../services/outages/create-outage';
import { listOutages, presentOutages, type PresentedOutage } from '../../services/outages/list-outages';
import { listOf, paging, printable } from '../../services/views/queries';

/** The last year that a database can hold; an offset may lead into the next one. */
const lastYear = 9999;
const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() <= lastYear, `must not be after the year ${lastYear}`);
const words = printable(z.string().max(191));
const cause = z.strictObject({ zh: words, en: words });
const code = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'letters, digits, dots, hyphens')
  .regex(/[^.]/, 'not dots alone');

export const outagesQuery = z.strictObject({
  state: listOf(['current', 'restored']).optional(),
  kind: listOf(outageKinds).optional(),
  ...paging,
});
export const newOutage = z.strictObject({
  code: code.optional(),
  kind: z.enum(outageKinds),
  networkNode: printable(z.string().min(1).max(64)),
  cause: cause.default({ zh: '', en: '' }),
  startsAt: moment.optional(),
  expectedEndAt: moment.nullable().optional(),
  nextNewsAt: moment.nullable().optional(),
});
export const outageChange = z
  .strictObject({
    state: z.literal('restored').optional(),
    cause: cause.optional(),
    expectedEndAt: moment.nullable().optional(),
    nextNewsAt: moment.nullable().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

/** Known, planned and restored outages (contract section 8). */
export function outagesRouter(context: Context): Router {
  const router = Router();
  router.use('/outages', express.json({ limit: '16kb' }));
  router.get('/outages', async (request, response) => {
    response.json(await listOutages(outagesQuery.parse(request.query)));
  });
  router.post('/outages', async (request, response) => {
    response.status(201).json(await one(await createOutage(context, newOutage.parse(request.body))));
  });
  router.get('/outages/:code', async (request, response) => {
    response.json(await one(await outageOf(request.params.code)));
  });
  router.patch('/outages/:code', async (request, response) => {
    const change = outageChange.parse(request.body);
    response.json(await one(await changeOutage(context, request.params.code, change)));
  });
  return router;
}

async function one(outage: Parameters<typeof presentOutages>[0][number]): Promise<PresentedOutage | undefined> {
  return (await presentOutages([outage]))[0];
}
