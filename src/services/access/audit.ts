import { AuditEntry } from '../../../models/audit-entry';
import type { Context } from '../context';

/** The person or program behind an entry of the audit trail. */
export interface Answerable {
  readonly kind: AuditEntry['byKind'];
  readonly name: string;
  readonly role: string;
}

export type AuditedAction = 'phones_read' | 'token_created' | 'token_revoked' | 'person_forgotten';

/** Notes that somebody saw or did something; `data` names no customer and no phone. Call it before the act or in the same transaction, so that nothing happens that could not be noted. */
export async function audit(
  { clock }: Pick<Context, 'clock'>,
  by: Answerable,
  action: AuditedAction,
  data: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { kind: byKind, name: byName, role } = by;
  await AuditEntry.create({ at: clock.now(), byKind, byName, role, action, data });
}
