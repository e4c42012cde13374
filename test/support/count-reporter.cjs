/** Closes the run on its time and on one line that counts the tests, for people and for CI. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest prints its own summary after this hook; the count belongs on the very last line.
    process.once('exit', () => {
      process.stdout.write(
        `\nThe tests took ${inWords(process.uptime())}.\n${results.numPassedTests} passed, ${failed} failed\n`,
      );
    });
  }
};

/** From the first moment of this process: building the program and starting the database count. */
function inWords(uptime) {
  const seconds = Math.round(uptime);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
