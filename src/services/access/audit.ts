import { AuditEntry } from '../../../models/audit-entry';
import type { Context } from '../context';

/** Who did what must be answered for. */
export interface Answerable {
  readonly kind: AuditEntry['byKind'];
  readonly name: string;
  readonly role: string;
}

export type AuditedAction = 'phones_read' | 'token_created' | 'token_revoked' | 'person_forgotten';

/** Notes that somebody saw or did something; `data` names no customer and no phone. What cannot be noted must not happen: call it before, or in the same transaction. */
export async function audit(
  { clock }: Pick<Context, 'clock'>,
  by: Answerable,
  action: AuditedAction,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { kind: byKind, name: byName, role } = by;
  await AuditEntry.create({ at: clock.now(), byKind, byName, role, action, data });
}
