import type { Router } from 'express';
import type { Context } from '../../services/context';
import { optOutsRouter } from './opt-outs';
import { outagesRouter } from './outages';
import { tasksRouter } from './tasks';

/** The parts of the API that change things, for `apiRouter`. */
export function apiParts(context: Context): Router[] {
  return [outagesRouter(context), optOutsRouter(context), tasksRouter(context)];
}
