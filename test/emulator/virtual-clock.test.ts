import { nextTurn } from '../../emulator/clock';
import { VirtualClock } from '../../emulator/virtual-clock';

describe('[20] the virtual clock', () => {
  const start = '2026-03-01T00:00:00.000Z';
  const seconds = (clock: VirtualClock) => (clock.now().getTime() - Date.parse(start)) / 1000;

  it('runs timers in order of time, then of setting, each at its own moment', async () => {
    const clock = new VirtualClock(start);
    const log: string[] = [];
    clock.after(2000, () => log.push(`c ${seconds(clock)}`));
    clock.after(1000, () => {
      log.push(`a ${seconds(clock)}`);
      clock.after(500, () => log.push(`b ${seconds(clock)}`));
    });
    clock.after(2000, () => log.push(`d ${seconds(clock)}`));
    clock.after(9000, () => log.push('never'));
    await clock.advance(3000);
    expect(log).toEqual(['a 1', 'b 1.5', 'c 2', 'd 2']);
    expect(seconds(clock)).toBe(3);
  });

  it('forgets what is cancelled, and never goes back', async () => {
    const clock = new VirtualClock(start);
    let ran = false;
    clock.after(10, () => (ran = true))();
    await clock.advanceTo(new Date('2026-03-01T00:01:00Z'));
    await clock.advanceTo(new Date(start));
    expect([ran, seconds(clock)]).toEqual([false, 60]);
  });

  it('goes on only when nobody is busy', async () => {
    const clock = new VirtualClock(start);
    let busy = false;
    const log: number[] = [];
    clock.register('the program', { busy: () => busy });
    clock.after(1000, () => {
      busy = true;
      const work = async (): Promise<void> => {
        for (let turns = 0; turns < 300; turns += 1) await nextTurn();
        busy = false;
        clock.after(500, () => log.push(seconds(clock)));
      };
      void work();
    });
    clock.after(5000, () => log.push(seconds(clock)));
    await clock.advance(6000);
    expect(log).toEqual([1.5, 5]);
  });

  it('takes concurrent moves one after another', async () => {
    const clock = new VirtualClock(start);
    await Promise.all([clock.advance(1000), clock.advance(2000), clock.settle()]);
    expect(seconds(clock)).toBe(3);
  });

  it('stops when something has come true', async () => {
    const clock = new VirtualClock(start);
    let come = false;
    clock.after(7000, () => (come = true));
    clock.after(8000, () => undefined);
    expect(await clock.until(() => come)).toBe(true);
    expect(seconds(clock)).toBe(7);
    expect(await clock.until(() => false, 500)).toBe(false);
  });

  it('says who is busy when time cannot go on', async () => {
    const clock = new VirtualClock(start, 50);
    clock.register('the database', { busy: () => true });
    await expect(clock.advance(1)).rejects.toThrow('still busy after 0.05 s: the database');
  });

  it('fails the move whose timer fails', async () => {
    const clock = new VirtualClock(start);
    clock.after(1, () => {
      throw new Error('broken');
    });
    await expect(clock.advance(1)).rejects.toThrow('broken');
    await clock.advance(1);
    expect(seconds(clock)).toBe(0.002);
  });
});
