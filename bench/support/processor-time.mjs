import { readFileSync } from 'node:fs';

/** Linux counts a process's time in these many steps a second. */
const ticks = 100;

/** How many seconds of a core a process has used so far; null where the system does not tell. */
function secondsOf(pid) {
  try {
    // The name in parentheses may hold spaces; what follows it does not.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticks;
  } catch {
    return null;
  }
}

/** Which share of a core each of the named processes uses from now on until it is asked. */
export function watchProcessors(pids) {
  const begun = performance.now();
  const before = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, secondsOf(pid)]));
  return () => {
    const seconds = (performance.now() - begun) / 1000;
    const shareOf = ([name, pid]) => {
      const now = secondsOf(pid);
      return [name, now === null || before[name] === null ? null : Math.round((100 * (now - before[name])) / seconds)];
    };
    return Object.fromEntries(Object.entries(pids).map(shareOf));
  };
}
