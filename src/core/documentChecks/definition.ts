import type { CheckProblem } from '../domain/checkReport.ts';
import type { Severity } from '../domain/finding.ts';
import type { Basis } from '../ports/checkCache.ts';

/** Where a documentation-driven check finds its values. */
export type Pattern =
  /** Every value that stands under a key of the front matter. */
  | { readonly type: 'front-matter'; readonly key: string }
  /** What the one group of a regular expression captures in running text. */
  | { readonly type: 'text'; readonly source: string; readonly flags: string };

/** A documentation-driven check as its file defines it. */
export interface Definition {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly pattern: Pattern;
  /** What `sh` is given, word for word. */
  readonly command: string;
  /** What a pass and a failure mean, in the definition's words. */
  readonly pass: string;
  readonly fail: string;
  /** What the verdict rests on, or undefined where the definition does not say: then nothing is remembered. */
  readonly restsOn: readonly Basis[] | undefined;
  /** The file's path, relative to the workspace folder, and the line, from 1, of the heading. */
  readonly path: string;
  readonly line: number;
  /** The SHA-256 of the definition's whole text: what the user agrees to. */
  readonly sha256: string;
}

/** What the files of a workspace define, and what is wrong with them. */
export interface Definitions {
  readonly valid: readonly Definition[];
  readonly problems: readonly CheckProblem[];
}

/** The rule that problems of definitions and settings stand under. */
export const definitionRule = {
  id: 'check-definition',
  title: "The workspace's own checks and settings can be understood",
  tags: ['configuration'],
  severity: 'major',
  category: 'consistency',
  origin: 'built-in',
} as const;
