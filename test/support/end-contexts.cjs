const { AsyncLocalStorage } = require('node:async_hooks');

/** Of this process, whichever test file asks. */
const known = Symbol.for('contexts that test files have used');

/**
 * Ends what earlier test files of this process carry along with every promise: node hands each AsyncLocalStorage that was ever used
 * from promise to promise until it is told to stop, and a file that comes fiftieth would pay for all before it.
 */
const used = (AsyncLocalStorage[known] ??= watched());
for (const storage of used) storage.disable();
used.clear();

function watched() {
  const storages = new Set();
  const { run } = AsyncLocalStorage.prototype;
  AsyncLocalStorage.prototype.run = function (...words) {
    storages.add(this);
    return Reflect.apply(run, this, words);
  };
  return storages;
}
