import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path/posix';
import { PlanReviewError, systemErrorCode } from '../base/errors.ts';
import type { PlanFiles } from '../ports/files.ts';
import { closestName } from './nameSuggestion.ts';
import { lookUpTree } from './treeEntries.ts';
import { normalizeTreePath } from './treePath.ts';

/** No plan is larger, in bytes: a larger document is several plans, and reviewers do not read it to the end. */
export const LARGEST_PLAN = 2 * 1024 * 1024;

const PLAN_EXTENSIONS: ReadonlySet<string> = new Set([
  '.md',
  '.markdown',
  '.mdx',
  '.mdc',
  '.txt',
  '.html',
  '.htm',
]);

/** Plans below `root`, the absolute path of the workspace folder. */
export function createPlanFiles({ root }: { readonly root: string }): PlanFiles {
  return { read: (path) => read(root, path) };
}

async function read(root: string, path: string): Promise<Uint8Array> {
  const below = normalizeTreePath(path);
  if (below === undefined) {
    throw outside(path);
  }
  const entry = await (await lookUpTree(root)).at(below);
  switch (entry.kind) {
    case 'missing':
      throw await notFound(root, path, below);
    case 'outside':
      throw outside(path);
    case 'unknown':
      throw unreadable(path, entry.cause);
    case 'directory':
      throw new PlanReviewError({
        code: 'plan-is-directory',
        message: `"${path}" is a folder, not a plan.`,
        wayOut: 'Name the plan in it that is to be reviewed.',
      });
    case 'special':
      throw notRegular(path);
    case 'file':
      break;
  }
  expectPlanExtension(path, below);
  expectReadableSize(path, entry.size);
  const bytes = await readFile(path, entry.real);
  if (isBlank(bytes)) {
    throw new PlanReviewError({
      code: 'plan-empty',
      message: `"${path}" is empty.`,
      wayOut: 'Write the plan first, and save it.',
    });
  }
  return bytes;
}

/** Reads at most one byte more than a plan may have, whatever the file has become since it was looked up. */
async function readFile(path: string, real: string): Promise<Uint8Array> {
  try {
    // A pipe put in its place since would make a plain open wait for ever. Windows knows neither flag.
    const optional = [constants.O_NOFOLLOW, constants.O_NONBLOCK] as (number | undefined)[];
    const file = await open(
      real,
      optional.reduce<number>((all, flag) => all | (flag ?? 0), constants.O_RDONLY),
    );
    try {
      if (!(await file.stat()).isFile()) {
        throw notRegular(path);
      }
      const buffer = Buffer.allocUnsafe(LARGEST_PLAN + 1);
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
        if (bytesRead === 0) {
          break;
        }
        length += bytesRead;
      }
      expectReadableSize(path, length);
      return Uint8Array.from(buffer.subarray(0, length));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof PlanReviewError ? error : unreadable(path, error);
  }
}

function expectPlanExtension(path: string, below: string): void {
  const extension = extname(below).toLowerCase();
  if (PLAN_EXTENSIONS.has(extension)) {
    return;
  }
  const what = extension === '' ? 'has no extension' : `is a "${extension}" file`;
  throw new PlanReviewError({
    code: 'plan-kind-unsupported',
    message: `"${path}" ${what}; a plan is a Markdown or HTML document.`,
    wayOut: `Save it as one of ${[...PLAN_EXTENSIONS].join(', ')}.`,
  });
}

function expectReadableSize(path: string, size: number): void {
  if (size <= LARGEST_PLAN) {
    return;
  }
  const mebibytes = size / (1024 * 1024);
  // Rounded up, so that a file just above the limit is not said to be as large as the limit.
  const shown = (Math.ceil(mebibytes * 10) / 10).toFixed(1);
  throw new PlanReviewError({
    code: 'plan-too-large',
    message: `"${path}" is too large to review: ${shown} MiB, where 2 MiB is the limit.`,
    wayOut: 'Split it into plans of their own, or move long logs and data out of it.',
  });
}

async function notFound(root: string, path: string, below: string): Promise<PlanReviewError> {
  const folder = dirname(below);
  const close = closestName(basename(below), await plansIn(join(root, folder)));
  return new PlanReviewError({
    code: 'plan-not-found',
    message: `There is no plan at "${path}".`,
    wayOut:
      close === undefined
        ? 'Check the spelling; the path is relative to the workspace folder, and upper and lower case count.'
        : `Did you mean "${join(folder, close)}"?`,
  });
}

async function plansIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && PLAN_EXTENSIONS.has(extname(entry.name).toLowerCase()))
      .map((entry) => entry.name)
      .sort();
  } catch {
    return [];
  }
}

function outside(path: string): PlanReviewError {
  const hasBackslash = path.includes('\\');
  return new PlanReviewError({
    code: 'plan-outside-root',
    message: `"${path}" is not a path inside the workspace folder, and nothing outside it is read.`,
    wayOut: hasBackslash
      ? 'Write the path with forward slashes, relative to the workspace folder.'
      : 'Open the folder that holds the plan, or copy the plan into the workspace.',
  });
}

function notRegular(path: string): PlanReviewError {
  return new PlanReviewError({
    code: 'plan-unreadable',
    message: `"${path}" is a pipe or a device, not a file.`,
    wayOut: 'Save what it gives as a Markdown file, and review that.',
  });
}

function unreadable(path: string, cause: unknown): PlanReviewError {
  const code = systemErrorCode(cause);
  const isDenied = code === 'EACCES' || code === 'EPERM';
  return new PlanReviewError({
    code: 'plan-unreadable',
    message: isDenied
      ? `"${path}" cannot be read: you have no permission to.`
      : `"${path}" cannot be read: the system says ${code ?? String(cause)}.`,
    wayOut: isDenied ? 'Give yourself read access to the file.' : 'Check the file and try again.',
    cause,
  });
}

/** Whether there is nothing but white space, behind a byte order mark or not, in UTF-8 or UTF-16. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => BLANK_BYTES.has(byte)) || isBlankText(bytes);
}

/** Null bytes stand between the white space of UTF-16. */
const BLANK_BYTES: ReadonlySet<number> = new Set([0x00, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]);

function isBlankText(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return bytes.subarray(2).every((byte) => BLANK_BYTES.has(byte));
  }
  // Most plans start with a letter: do not decode two megabytes to learn that.
  const head = new TextDecoder().decode(bytes.subarray(0, 64));
  return head.trim() === '' && new TextDecoder().decode(bytes).trim() === '';
}
