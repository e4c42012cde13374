import { Meta } from '../../../models/meta';

const name = 'clock-ahead-ms';

/** How far the clock of the carrier emulator was ahead of real time when it was last moved, in milliseconds: what the rows say would lie in the future otherwise. */
export async function readClockAhead(): Promise<number> {
  const row = await Meta.findByPk(name);
  return Number(row?.value ?? 0);
}

export async function saveClockAhead(aheadMs: number): Promise<void> {
  await Meta.upsert({ key: name, value: String(aheadMs) });
}
