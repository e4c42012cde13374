/** Does something every `ms` milliseconds until the returned function ends it: the only timer of the page, which shows real time. */
export function every(ms: number, task: () => void): () => void {
  const timer = setInterval(task, ms);
  return () => {
    clearInterval(timer);
  };
}
