/** How many tests of a runner passed, and how many did not. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** What the TAP report of a Node.js test run says. */
export interface TapReport {
  /** Undefined when the runner did not come to its end. A test that was skipped counts as failed. */
  readonly count: Count | undefined;
  readonly skipped: number;
  /** Each test that failed by itself, with what it said; and what went wrong outside of all tests. */
  readonly failures: readonly string[];
}

export function readTap(report: string): TapReport {
  const end = report.slice(report.lastIndexOf('\n# tests '));
  const number = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(end)?.[1]);
  const passed = number('pass');
  // Node.js counts skipped tests, and no skipped suite.
  const skipped = report.match(/^ *ok \d+ .* # SKIP\b/gm)?.length ?? 0;
  const failed = ['fail', 'cancelled', 'todo'].reduce((sum, name) => sum + number(name), skipped);
  return {
    count: Number.isNaN(passed + failed) ? undefined : { passed, failed },
    skipped,
    failures: [...failedTests(report), ...errorsBetween(report)],
  };
}

/** The points that are not ok, with their diagnostics; not those whose only fault is a test within them. */
function failedTests(report: string): readonly string[] {
  return [...report.matchAll(/^( *)not ok \d+ - .*\n\1 {2}---\n[^]*?\n\1 {2}\.\.\.$/gm)]
    .map(([text]) => text)
    .filter((text) => !/^ *failureType: 'subtestsFailed'$/m.test(text));
}

/** What Node.js remarks of errors that came when their test had ended, and of rejections that belong to none. */
function errorsBetween(report: string): readonly string[] {
  return report.match(/^# (?:Error|Warning): .*(?:\n#(?! Subtest).*)*/gm) ?? [];
}
