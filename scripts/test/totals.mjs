/** @typedef {{passed: number, failed: number, skipped: number}} Totals */

/** @param {Totals[]} results @returns {Totals} */
export function sum(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const result of results) for (const key of Object.keys(total)) total[key] += result[key];
  return total;
}

/** The one line that programs read: exactly `N passed, N failed`, and `, N skipped` when there are any. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Totals of vitest's JSON report. A file that failed to load has no tests of its own, so it counts as one failure. */
export function vitestTotals(report) {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Totals of Playwright's JSON report. An error outside every test counts as one failure. A test that passed at a second try passed; the list names it. */
export function playwrightTotals({ stats, errors = [] }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}
