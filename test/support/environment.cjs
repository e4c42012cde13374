const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/** What V8 made of each source that this worker has run. Jest has every file of every library compiled anew for each test file. */
const compiled = new Map();
/** Scripts of the test file that runs now, which the next one can have compiled. */
let fresh = [];

vm.compileFunction = (source, parameters, { filename, parsingContext, importModuleDynamically }) => {
  const code = `(function (${parameters.join(',')}) {${source}\n})`;
  const known = compiled.get(filename);
  const cachedData = known?.code === code ? known.data : undefined;
  const script = new vm.Script(code, { filename, importModuleDynamically, cachedData });
  if (cachedData === undefined) fresh.push({ filename, code, script });
  return script.runInContext(parsingContext);
};

/** Jest's own environment of tests, whose files are compiled once and not three hundred times. */
module.exports = class extends TestEnvironment {
  async teardown() {
    // Now, and not when they were loaded: what has been called since is in it too.
    for (const { filename, code, script } of fresh) compiled.set(filename, { code, data: script.createCachedData() });
    fresh = [];
    await super.teardown();
  }
};
