import { PlanReviewError } from '../../base/errors.ts';
import type { Files } from '../../ports/files.ts';
import { planGlob } from '../planGlob.ts';

/** What finding the plans of folders and globs needs. */
export interface PlansOfDeps {
  readonly files: Files;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/** What a plan, a chapter or a book is written in. */
const planExtension = /\.(?:md|markdown|mdx|html?)$/i;

/** What stands in many folders and is about the project: nobody means it who names a folder. */
const aboutTheProject =
  /(?:^|\/)(?:readme|changelog|contributing|license|licence|code_of_conduct|security)(?:\.[^/]*)?$/i;

/** A campaign of more plans than this was hardly meant. */
const mostPlans = 500;

/**
 * The plans that `content` means, sorted, each once: a file is itself; a folder is the Markdown and HTML files in it and below,
 * without those about the project, such as a README; anything else is a glob. Paths are relative to the workspace folder.
 * @throws PlanReviewError `plan-not-found` for a word that means no plan; `plan-too-large` for more than 500 plans.
 */
export async function plansOf(
  { files, workspacePrefix }: PlansOfDeps,
  content: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const words = content.map((word) => word.replace(/^(?:\.\/)+/, '').replace(/(?<=.)\/+$/, ''));
  const places = words.map((word) => `${workspacePrefix}${word === '.' ? '' : word}`.replace(/\/$/, ''));
  const kinds = await files.kinds(places, signal);
  const isNamed = places.every((place) => kinds.get(place) === 'file');
  const all = isNamed ? [] : await plansIn({ files, workspacePrefix }, signal);
  const plans = new Set<string>();
  for (const [index, word] of words.entries()) {
    const kind = kinds.get(places[index] ?? '');
    const found = kind === 'file' ? [word] : meant(word, kind === 'directory', all);
    if (found.length === 0) {
      throw new PlanReviewError({
        code: 'plan-not-found',
        message: `There is no plan at "${word}", and none that it fits.`,
        wayOut: 'Name a Markdown or HTML file, a folder that has some, or a glob such as "docs/plans/*.md".',
      });
    }
    found.forEach((path) => plans.add(path));
  }
  if (plans.size > mostPlans) {
    throw new PlanReviewError({
      code: 'plan-too-large',
      message: `These are ${plans.size} plans, and a campaign has at most ${mostPlans}.`,
      wayOut: 'Name a folder below, or a narrower glob.',
    });
  }
  return [...plans].toSorted();
}

async function plansIn({ files, workspacePrefix }: PlansOfDeps, signal: AbortSignal | undefined) {
  const paths = await files.list(signal);
  return paths
    .filter((path) => path.startsWith(workspacePrefix) && planExtension.test(path))
    .map((path) => path.slice(workspacePrefix.length))
    .filter((path) => !path.startsWith('.plan-review/'));
}

function meant(word: string, isFolder: boolean, all: readonly string[]): readonly string[] {
  const fits = isFolder ? (path: string) => word === '.' || path.startsWith(`${word}/`) : planGlob(word);
  return all.filter((path) => fits(path) && !(isFolder && aboutTheProject.test(path)));
}
