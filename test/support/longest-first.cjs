const { statSync } = require('node:fs');

/** What takes longest, by its path: the browser waits for prompts, then the commands in programs of their own, acts in all pairs, then whole calls. */
const longest = [
  /test\/browser\//,
  /cli\/(serve|clock|storm)\./,
  /services\/in-between\./,
  /calls\/(every-node-|random-keys|database-stops)/,
  /calls\//,
];

/** Begins with what takes longest, so that at the end no core waits for a long file that came last; jest knows no times in a fresh clone. */
module.exports = class LongestFirst {
  sort(tests) {
    const sized = Array.from(tests, (test) => ({ test, rank: rankOf(test.path), size: statSync(test.path).size }));
    return sized.sort((a, b) => a.rank - b.rank || b.size - a.size).map(({ test }) => test);
  }

  /** For `--onlyFailures`, which has nothing to go by here. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
};

function rankOf(path) {
  const rank = longest.findIndex((pattern) => pattern.test(path));
  return rank < 0 ? longest.length : rank;
}
