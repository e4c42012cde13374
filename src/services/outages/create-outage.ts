import { randomInt } from 'node:crypto';
import { DateTime } from 'luxon';
import { UniqueConstraintError } from 'sequelize';
import { inTransaction } from '../../../models/database';
import { NetworkNode } from '../../../models/network-node';
import { Outage } from '../../../models/outage';
import type { OutageKind } from '../../domain/outage';
import type { Words } from '../../domain/speech';
import { HotlineError } from '../../errors';
import type { Context } from '../context';
import { checkTimes } from './change-outage';

export interface NewOutage {
  /** Made from the start and a random number when there is none. */
  readonly code?: string | undefined;
  readonly kind: OutageKind;
  readonly networkNode: string;
  readonly cause: Words;
  /** Now, unless given. */
  readonly startsAt?: Date | undefined;
  readonly expectedEndAt?: Date | null | undefined;
  readonly nextNewsAt?: Date | null | undefined;
}

/** Creates a known or planned outage; callers below the node hear of it at once. Throws `bad_request` for an unknown node or wrong times, `conflict` for a code in use. */
export async function createOutage(context: Context, outage: NewOutage): Promise<Outage> {
  const startsAt = outage.startsAt ?? context.clock.now();
  const { expectedEndAt = null, nextNewsAt = null } = outage;
  checkTimes(startsAt, expectedEndAt);
  await checkNode(outage.networkNode);
  const code = outage.code ?? newCode(context, startsAt);
  try {
    const row = await inTransaction(() =>
      Outage.create({
        code,
        kind: outage.kind,
        networkNodeCode: outage.networkNode,
        causeZh: outage.cause.zh,
        causeEn: outage.cause.en,
        startsAt,
        expectedEndAt,
        nextNewsAt,
        state: 'current',
        restoredAt: null,
      }),
    );
    context.log.info('outage put down', { outage: code, kind: outage.kind });
    return row;
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error;
    throw new HotlineError('conflict', 'There is an outage of this code.', { code });
  }
}

async function checkNode(code: string): Promise<void> {
  const node = await NetworkNode.findByPk(code);
  // MariaDB also finds a code with a space behind, and no caller below would ever hear of the outage.
  if (node?.code !== code)
    throw new HotlineError('bad_request', 'There is no such network node.', { parameter: 'networkNode' });
}

function newCode({ settings }: Context, startsAt: Date): string {
  const local = DateTime.fromJSDate(startsAt, { zone: settings.timezone }).toFormat('yyMMdd-HHmm');
  return `O-${local}-${String(randomInt(1000)).padStart(3, '0')}`;
}
