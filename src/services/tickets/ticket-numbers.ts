import { reserveSerials, TicketNumberBlock } from '../../../models/ticket-number-block';
import { ticketNumber } from '../../domain/ticket-number';

const blockSize = 50;

/** The serials that this process holds of one database, up to but not including `end`. */
interface Block {
  next: number;
  end: number;
  refill: Promise<void> | null;
}

const blocks = new WeakMap<object, Block>();

function blockOfDatabase(): Block {
  const database: object = TicketNumberBlock.sequelize ?? blocks;
  const block = blocks.get(database) ?? { next: 0, end: 0, refill: null };
  blocks.set(database, block);
  return block;
}

async function refill(block: Block): Promise<void> {
  const first = await reserveSerials(blockSize);
  block.next = first;
  block.end = first + blockSize;
}

/** A number that no other ticket has or will get; an unused number leaves a gap. Reserves another block when this process has none left. */
export async function takeTicketNumber(): Promise<string> {
  const block = blockOfDatabase();
  while (block.next >= block.end) {
    block.refill ??= refill(block).finally(() => {
      block.refill = null;
    });
    await block.refill;
  }
  block.next += 1;
  return ticketNumber(block.next - 1);
}

/** Throws the rest of the block away: its numbers proved to be in use (a database restored from a copy). */
export function forgetTicketNumbers(): void {
  const block = blockOfDatabase();
  block.end = block.next;
}
