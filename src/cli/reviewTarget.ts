import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ReviewMode } from '../core/index.ts';
import type { CliContext } from './context.ts';
import { invalidMode, modeOf } from './modes.ts';
import type { PanelOptions } from './panelOptions.ts';

/** What a user wants reviewed. */
export interface ReviewTarget {
  readonly mode: ReviewMode;
  /** The plan, a path or an id; where there are several, the first. */
  readonly plan: string;
  /** The one chapter that is meant, where it was named with the plan. */
  readonly chapter: string | undefined;
  /** What the plan was said to be. */
  readonly kind: 'book' | 'chapter' | undefined;
  /** Several plans as one campaign: files, folders and globs as they were named; undefined for a single plan. */
  readonly several: readonly string[] | undefined;
  /** What is usual for such a plan. */
  readonly panel: Pick<PanelOptions, 'strategy'>;
}

/** Readers of a book are audiences: what they agree on counts only where each reads alone. */
const alone = { strategy: 'independent' } as const;

/** Reads the words behind `review`. `refuse` says what is wrong with them. */
export function readTarget(
  context: Pick<CliContext, 'cwd'>,
  words: readonly string[],
  refuse: (message: string) => never,
): ReviewTarget {
  const [first = '', ...rest] = words;
  const kind = contentOf(first);
  const mode = modeOf(first);
  const isNamed = kind !== undefined || mode !== undefined;
  // A file that is called like a mode is a file.
  const named = isNamed && !(rest.length === 0 && existsSync(resolve(context.cwd, first))) ? rest : words;
  const asked = named === rest ? { mode: mode ?? 'plan', kind } : { mode: 'plan' as const, kind: undefined };
  const [plan, ...others] = named;
  if (plan === undefined) {
    return refuse(`Target required for ${first} mode: review ${first} <plan>`);
  }
  const places = named.map((word) => placeOf(context, word));
  if (others.length > 0 && places.includes('unknown')) {
    return named === words ? refuse(invalidMode(first)) : refuse(oneAtATime);
  }
  const panel = asked.kind === undefined ? {} : alone;
  const isSeveral = others.length > 0 || places[0] === 'several';
  if (isSeveral && asked.kind !== undefined) {
    return refuse(`Review one ${asked.kind} at a time, or the folder as plans: review <folder>`);
  }
  const { file, chapter } = asked.kind === undefined ? { file: plan } : chapterIn(context, plan);
  return { ...asked, plan: file, chapter, several: isSeveral ? named : undefined, panel };
}

const oneAtATime = 'Review one plan, existing files, a folder or a glob: review [plan|execution] <plan...>';

function contentOf(word: string): 'book' | 'chapter' | undefined {
  const plain = word.toLowerCase();
  return plain === 'book' || plain === 'chapter' ? plain : undefined;
}

/** `unknown`: no file, and no glob; it may be the id of a plan. */
function placeOf({ cwd }: Pick<CliContext, 'cwd'>, word: string): 'file' | 'several' | 'unknown' {
  const path = resolve(cwd, word);
  if (existsSync(path)) {
    return statSync(path).isDirectory() ? 'several' : 'file';
  }
  return /[*?{]/.test(word) ? 'several' : 'unknown';
}

/** `book.html#third` is a chapter of a book, unless a file is called that. */
function chapterIn(
  { cwd }: Pick<CliContext, 'cwd'>,
  word: string,
): { readonly file: string; readonly chapter?: string } {
  const at = word.lastIndexOf('#');
  return at <= 0 || existsSync(resolve(cwd, word))
    ? { file: word }
    : { file: word.slice(0, at), chapter: word.slice(at + 1) };
}
