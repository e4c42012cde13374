import { Meta } from '../../../models/meta';

const name = 'clock-ahead-ms';

/** How far the emulator's clock was ahead of real time when last moved, in milliseconds: without it, the times in the rows would lie in the future. */
export async function readClockAhead(): Promise<number> {
  const row = await Meta.findByPk(name);
  return Number(row?.value ?? 0);
}

export async function saveClockAhead(aheadMs: number): Promise<void> {
  await Meta.upsert({ key: name, value: String(aheadMs) });
}
