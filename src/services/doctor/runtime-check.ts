import { type Check, error } from './check';

const oldestNode = 20;

/** The Node that runs this command, which is most likely the one that runs the service. */
export const runtimeCheck: Check = ({ nodeVersion }) => {
  if (Number.parseInt(nodeVersion, 10) >= oldestNode) return [];
  return error(
    `Node ${nodeVersion} is too old.`,
    'The hotline may not start after the next restart, or fail in the middle of a call.',
    `Install Node ${oldestNode} or later, then npm ci and restart.`,
  );
};
