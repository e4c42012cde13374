import type { Job } from './job';

/** Calls and their steps are gathered in memory and written off the request path. */
export const writeCallLog: Job = {
  name: 'write-call-log',
  schedule: '* * * * * *',
  run: ({ callLog }) => callLog.flush(),
};
