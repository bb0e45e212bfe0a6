/**
 * Runs everything that can find a mistake, in order, and goes on after a failure. It ends with the time that each
 * part took, with what failed once more, and with the line `N passed, N failed` over all runners; the exit status is 1
 * when anything failed. A test that was skipped, a runner that crashed and a runner without tests count as failed.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { z } from 'zod';
import { provideBrowser } from '../test/support/browser.ts';
import { installClis } from '../test/support/clis/installClis.ts';
import { compiledCode } from '../test/support/runCli.ts';
import { installServer } from '../test/support/editor/install.ts';
import { readTap, type Count } from './tapReport.ts';
import { runStep, type Finished } from './testStep.ts';

/** What came of one part of the run. */
interface Outcome extends Count {
  /** What went wrong, each as a text that stands by itself. */
  readonly failures: readonly string[];
}

const root = path.resolve(import.meta.dirname, '..');

// Every file of tests is a process that loads the same modules.
Object.assign(process.env, compiledCode);

/** The runners on Node.js's own test runner, by the names of their npm scripts. */
const nodeRunners = [
  { script: 'test:unit', title: 'Unit tests' },
  { script: 'test:system', title: 'System tests' },
  { script: 'test:clis', title: 'Tests of the command lines of two vendors' },
  { script: 'test:layers', title: 'Layer tests' },
  { script: 'test:page', title: 'Page tests, in a real browser' },
];

const success: Outcome = { passed: 1, failed: 0, failures: [] };
/** In lines, of each failure that is shown again at the end. */
const mostOfFailure = 60;

const scratch = await mkdtemp(path.join(os.tmpdir(), 'plan-review-test-'));
try {
  const parts = await runAll();
  const sum = (name: keyof Count) => parts.reduce((total, { outcome }) => total + outcome[name], 0);
  heading('Seconds of each part');
  console.log(parts.map(({ title, seconds }) => `${seconds.toFixed(1).padStart(7)}  ${title}`).join('\n'));
  showFailures(parts);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  process.exitCode = sum('failed') > 0 ? 1 : 0;
} finally {
  await rm(scratch, { recursive: true, force: true });
}

interface Part {
  readonly title: string;
  readonly seconds: number;
  readonly outcome: Outcome;
}

async function runAll(): Promise<readonly Part[]> {
  const scripts = await readScripts();
  const parts: Part[] = [];
  const part = async (title: string, run: () => Promise<Outcome>) => {
    heading(title);
    const began = performance.now();
    const outcome = await run();
    parts.push({ title, seconds: (performance.now() - began) / 1_000, outcome });
  };
  for (const check of checksOf(scripts)) {
    await part(check, () => runCommand(`npm run --silent ${check}`));
  }
  await part('Build', () => runCommand('npm run --silent build'));
  // What users run is what is tested, and it starts in half the time of its sources.
  process.env['PLAN_REVIEW_CLI'] = path.join(root, 'dist/cli.js');
  await part('Browser, editor and command lines to test with', prepare);
  for (const { script, title } of nodeRunners) {
    await part(title, () => runNodeTests(title, scripts[script]));
  }
  await part('VS Code tests, in a real extension host', runVscodeTests);
  const title = 'End-to-end tests, in a real editor';
  await part(title, () => runNodeTests(title, scripts['test:e2e']));
  return parts;
}

/** What failed is shown where it is found first: at the end, whatever was printed in between. */
function showFailures(parts: readonly Part[]): void {
  for (const { title, outcome } of parts) {
    for (const text of outcome.failures) {
      const lines = text.trimEnd().split('\n');
      heading(`Failed: ${title}`);
      console.log(lines.slice(0, mostOfFailure).join('\n'));
      if (lines.length > mostOfFailure) {
        console.log(`… and ${lines.length - mostOfFailure} lines more, above.`);
      }
    }
  }
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
async function prepare(): Promise<Outcome> {
  try {
    console.log(`Browser: ${await provideBrowser()}`);
    console.log(`Editor: ${(await installServer()).entry}`);
    console.log(`Command lines: ${Object.values(await installClis()).join(', ')}`);
    return success;
  } catch (error) {
    return failed(inspect(error));
  }
}

async function runCommand(command: string): Promise<Outcome> {
  const { status, lastOutput } = await runStep({ command, folder: root });
  return status === 'succeeded' ? success : failed(`${command}: ${status}\n${lastOutput}`);
}

/** Runs a `node --test …` script with a second reporter beside the readable one, which is made to be read by programs. */
async function runNodeTests(title: string, script: string | undefined): Promise<Outcome> {
  if (script?.startsWith('node --test ') !== true) {
    return failed('package.json has no script for them that begins with "node --test".');
  }
  const report = path.join(scratch, `${title.replaceAll(/\W+/g, '-')}.tap`);
  const reporters = [
    '--test-reporter=spec --test-reporter-destination=stdout',
    `--test-reporter=tap --test-reporter-destination="${report}"`,
  ];
  const command = script.replace('node --test ', `node --test ${reporters.join(' ')} `);
  const finished = await runStep({ command, folder: root });
  const { count, skipped, failures } = readTap(await readFile(report, 'utf8').catch(() => ''));
  const remarks = skipped > 0 ? [`${skipped} skipped, which counts as failed.`] : [];
  return judge(finished, count, [...failures, ...remarks]);
}

async function runVscodeTests(): Promise<Outcome> {
  const finished = await runStep({ command: 'npm run --silent test:vscode', folder: root });
  const [, passed, failing] = /^(\d+) passed, (\d+) failed$/m.exec(finished.lastOutput) ?? [];
  const count = passed === undefined ? undefined : { passed: Number(passed), failed: Number(failing) };
  return judge(finished, count, count?.failed === 0 ? [] : [finished.lastOutput]);
}

function judge(finished: Finished, count: Count | undefined, failures: readonly string[]): Outcome {
  if (count === undefined) {
    return failed(`${finished.status}, and said nothing of its tests.\n${finished.lastOutput}`);
  }
  if (count.passed + count.failed === 0) {
    return failed('There is no test.');
  }
  if (finished.status !== 'succeeded' && count.failed === 0) {
    return { ...count, failed: 1, failures: [...failures, `${finished.status}, although no test failed.`] };
  }
  return { ...count, failures: count.failed === 0 ? [] : failures };
}

function failed(reason: string): Outcome {
  return { passed: 0, failed: 1, failures: [reason] };
}

function heading(title: string): void {
  console.log(`\n=== ${title} ===\n`);
}
