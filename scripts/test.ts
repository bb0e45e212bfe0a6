/**
 * Runs everything that can find a mistake, in order, and goes on after a failure. The last line is
 * `N passed, N failed`, over all runners; the exit status is 1 when anything failed. A test that was skipped, a runner
 * that crashed and a runner without tests count as failed.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { provideBrowser } from '../test/support/browser.ts';
import { installClis } from '../test/support/clis/installClis.ts';
import { installServer } from '../test/support/editor/install.ts';
import { runStep, type Finished } from './testStep.ts';

/** How many tests of a runner passed, and how many did not. */
interface Count {
  readonly passed: number;
  readonly failed: number;
}

const root = path.resolve(import.meta.dirname, '..');

/** The runners on Node.js's own test runner, by the names of their npm scripts. */
const nodeRunners = [
  { script: 'test:unit', title: 'Unit tests' },
  { script: 'test:system', title: 'System tests' },
  { script: 'test:clis', title: 'Tests of the command lines of two vendors' },
  { script: 'test:layers', title: 'Layer tests' },
  { script: 'test:page', title: 'Page tests, in a real browser' },
];

const failure: Count = { passed: 0, failed: 1 };
const success: Count = { passed: 1, failed: 0 };

const scratch = await mkdtemp(path.join(os.tmpdir(), 'plan-review-test-'));
try {
  const total = await runAll();
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function runAll(): Promise<Count> {
  const scripts = await readScripts();
  const counts: Count[] = [];
  for (const check of checksOf(scripts)) {
    counts.push(await runPart(check, `npm run --silent ${check}`));
  }
  counts.push(await runPart('Build', 'npm run --silent build'));
  counts.push(await prepare());
  for (const { script, title } of nodeRunners) {
    counts.push(await runNodeTests(title, scripts[script]));
  }
  counts.push(await runVscodeTests());
  counts.push(await runNodeTests('End-to-end tests, in a real editor', scripts['test:e2e']));
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
  };
}

async function readScripts(): Promise<Record<string, string>> {
  const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return z.object({ scripts: z.record(z.string(), z.string()) }).parse(manifest).scripts;
}

/** `npm run check` is a chain of scripts, each of which is run and counted for itself. */
function checksOf(scripts: Record<string, string>): readonly string[] {
  const parts = (scripts['check'] ?? '').split('&&').map((part) => /^npm run (\S+)$/.exec(part.trim())?.[1]);
  const names = parts.filter((name) => name !== undefined);
  if (names.length === 0 || names.length !== parts.length) {
    throw new Error(
      'The script "check" in package.json is no chain of `npm run …`: scripts/test.ts relies on that.',
    );
  }
  return names;
}

/** What several runners need is installed once, before they ask for it. */
async function prepare(): Promise<Count> {
  heading('Browser, editor and command lines to test with');
  try {
    console.log(`Browser: ${await provideBrowser()}`);
    console.log(`Editor: ${(await installServer()).entry}`);
    console.log(`Command lines: ${Object.values(await installClis()).join(', ')}`);
    return success;
  } catch (error) {
    console.error(error);
    return failure;
  }
}

async function runPart(title: string, command: string): Promise<Count> {
  heading(title);
  const { status } = await runStep({ command, folder: root });
  if (status !== 'succeeded') {
    console.error(`${title}: ${status}`);
  }
  return status === 'succeeded' ? success : failure;
}

/** Runs a `node --test …` script with a second reporter beside the readable one, whose end is made to be counted. */
async function runNodeTests(title: string, script: string | undefined): Promise<Count> {
  heading(title);
  if (script?.startsWith('node --test ') !== true) {
    console.error(`${title}: package.json has no script for them that begins with "node --test".`);
    return failure;
  }
  const report = path.join(scratch, `${title.replaceAll(/\W+/g, '-')}.tap`);
  const reporters = [
    '--test-reporter=spec --test-reporter-destination=stdout',
    `--test-reporter=tap --test-reporter-destination="${report}"`,
  ];
  const command = script.replace('node --test ', `node --test ${reporters.join(' ')} `);
  const finished = await runStep({ command, folder: root });
  return judge(title, finished, countTap(await readFile(report, 'utf8').catch(() => '')));
}

async function runVscodeTests(): Promise<Count> {
  const title = 'VS Code tests, in a real extension host';
  heading(title);
  const finished = await runStep({ command: 'npm run --silent test:vscode', folder: root });
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(finished.lastOutput) ?? [];
  const count = passed === undefined ? undefined : { passed: Number(passed), failed: Number(failed) };
  return judge(title, finished, count);
}

/** The counts that end a TAP report of Node.js, or undefined when the runner did not come that far. */
function countTap(report: string): Count | undefined {
  const end = report.slice(report.lastIndexOf('\n# tests '));
  const number = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(end)?.[1]);
  const passed = number('pass');
  // Node.js counts skipped tests, and no skipped suite.
  const skipped = report.match(/^ *ok \d+ .* # SKIP\b/gm)?.length ?? 0;
  if (skipped > 0) {
    console.error(`${skipped} skipped, which counts as failed.`);
  }
  const failed = ['fail', 'cancelled', 'todo'].reduce((sum, name) => sum + number(name), skipped);
  return Number.isNaN(passed + failed) ? undefined : { passed, failed };
}

function judge(title: string, finished: Finished, count: Count | undefined): Count {
  if (count === undefined) {
    console.error(`${title}: ${finished.status}, and said nothing of its tests.`);
    return failure;
  }
  if (count.passed + count.failed === 0) {
    console.error(`${title}: there is none.`);
    return failure;
  }
  if (finished.status !== 'succeeded' && count.failed === 0) {
    console.error(`${title}: ${finished.status}, although no test failed.`);
    return { ...count, failed: 1 };
  }
  return count;
}

function heading(title: string): void {
  console.log(`\n=== ${title} ===\n`);
}
