import { EmulatorClock } from '../../src/emulator-clock';
import { VirtualClock } from '../../emulator/virtual-clock';

const start = new Date('2026-03-01T00:00:00Z');
const minute = 60_000;

describe('the clock that follows the emulated carrier', () => {
  it('is ahead of real time by what it is told, and goes at its pace', async () => {
    const real = new VirtualClock(start);
    const clock = new EmulatorClock(real, minute);
    expect([clock.aheadMs, clock.movedAt]).toEqual([minute, null]);
    clock.moveTo(5 * minute);
    await real.advance(minute);
    expect(clock.now()).toEqual(new Date('2026-03-01T00:06:00Z'));
    expect(clock.movedAt).toEqual(new Date('2026-03-01T00:05:00Z'));
  });

  it('runs what has fallen due in order, soon, and the rest when its time comes', async () => {
    const real = new VirtualClock(start);
    const clock = new EmulatorClock(real, 0);
    const log: string[] = [];
    const note = (name: string) => () => log.push(`${name} ${clock.now().toISOString().slice(14, 19)}`);
    clock.after(3 * minute, note('later'));
    clock.after(90_000, note('second'));
    clock.after(60_000, note('first'));
    clock.after(60_000, note('never'))();
    clock.moveTo(2 * minute);
    await real.settle();
    expect(log).toEqual(['first 02:00', 'second 02:00']);
    await real.advance(minute);
    expect(log.at(-1)).toBe('later 03:00');
  });
});
