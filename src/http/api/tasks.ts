import express, { Router } from 'express';
import { z } from 'zod';
import { actOnTask } from '../../services/desk/act-on-task';
import type { Context } from '../../services/context';
import { listTasks } from '../../services/views/tasks';
import { callerOf } from '../bearer';
import { shownPhones } from './phones';
import { printable, tasksQuery } from '../../services/views/queries';

const note = printable(z.string().max(1000)).default('');
const code = printable(z.string().min(1).max(64));
export const taskAction = z.union([
  z.strictObject({ action: z.literal('done'), note }),
  z.strictObject({ action: z.literal('page') }),
  z.strictObject({ action: z.literal('locate'), account: code }),
  z.strictObject({ action: z.literal('locate'), node: code }),
]);

/** What the desk must do: calls, places to find, drafts (contract section 8). */
export function tasksRouter(context: Context): Router {
  const router = Router();
  router.use('/tasks', express.json({ limit: '16kb' }));
  router.get('/tasks', async (request, response) => {
    const query = tasksQuery.parse(request.query);
    const show = await shownPhones(context, response, query.phones, { list: 'tasks', ticket: query.ticket });
    response.json(await listTasks(context, query, show));
  });
  router.post('/tasks/:id/actions', async (request, response) => {
    const by = { kind: 'api', name: callerOf(response).name } as const;
    const id = z.coerce.number().int().positive().parse(request.params.id);
    response.json(await actOnTask(context, id, taskAction.parse(request.body), by));
  });
  return router;
}
