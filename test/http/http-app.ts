import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Router } from 'express';
import type { Clock } from '../../src/clock';
import { errorAnswers, unknownRoute } from '../../src/http/errors';
import { requestContext } from '../../src/http/request-context';
import type { Logger } from '../../src/logger';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A log that a test can read. */
export function keptLog(): { log: Logger; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const write =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) => {
      lines.push({ level, message, fields });
    };
  return { lines, log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') } };
}

/** The middle of an app: request context, what the test mounts, and the answers to errors. */
export function httpApp(
  log: Logger,
  mount: readonly (readonly [string, ...(Router | RequestHandler | ErrorRequestHandler)[]])[],
): Express {
  const app = express();
  app.use(requestContext());
  for (const [path, ...handlers] of mount) app.use(path, ...handlers);
  app.use(unknownRoute(), errorAnswers(log));
  return app;
}

/** A clock that stands where the test puts it. */
export function standingClock(start: string): Clock & { moveTo(time: string): void } {
  let at = new Date(start);
  return {
    now: () => at,
    after: () => () => undefined,
    moveTo: (time) => {
      at = new Date(time);
    },
  };
}
