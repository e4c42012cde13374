import { userInfo } from 'node:os';
import type { Answerable } from '../services/access/audit';

/** Who types this command, as the audit trail names them. */
export function operator(): Answerable {
  return { kind: 'command', name: userInfo().username, role: 'operator' };
}
