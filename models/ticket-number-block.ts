import { type InferAttributes, type InferCreationAttributes, Model, type Sequelize } from 'sequelize';
import { HotlineError } from '../src/errors';
import { integer, key } from './columns';

/** The single row from which processes reserve blocks of ticket serials. */
export class TicketNumberBlock extends Model<
  InferAttributes<TicketNumberBlock>,
  InferCreationAttributes<TicketNumberBlock>
> {
  declare id: number;
  declare nextSerial: number;

  static register(sequelize: Sequelize): void {
    TicketNumberBlock.init(
      { id: key(integer()), nextSerial: integer() },
      { sequelize, tableName: 'ticket_number_blocks', underscored: true, timestamps: false },
    );
  }
}

const FIRST_SERIAL = 1_000_000;
const MOST_TRIES = 100;

/** Takes `count` serials that no other process gets, and returns the first; serials begin at 1,000,000. A block that is rolled back or lost leaves a gap. */
export async function reserveSerials(count: number): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await TicketNumberBlock.findByPk(1);
    const first = row?.nextSerial ?? FIRST_SERIAL;
    if (row === null) {
      await TicketNumberBlock.create({ id: 1, nextSerial: FIRST_SERIAL }, { ignoreDuplicates: true });
    }
    const [changed] = await TicketNumberBlock.update(
      { nextSerial: first + count },
      { where: { id: 1, nextSerial: first } },
    );
    if (changed === 1) return first;
  }
  throw new HotlineError('conflict', 'No block of ticket numbers could be reserved.', { tries: MOST_TRIES });
}
