import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import { treeFiles } from './pathFacts.ts';

/** The targets of the tree's makefiles. */
export interface Makefiles {
  /** The folders that have one, each with a slash at its end; empty for the root. */
  readonly folders: readonly string[];
  readonly targets: ReadonlySet<string>;
  /** Whether targets may come from elsewhere: an include, a pattern, a variable, a file that cannot be read. */
  readonly isOpen: boolean;
}

/** So many makefiles are read at most. */
const mostFiles = 60;

/** Reads the makefiles of the tree, once for all checks. */
export const makefiles = oncePerRun(async (context: CheckContext): Promise<Makefiles> => {
  const paths = (await treeFiles(context)).filter((path) =>
    /(?:^|\/)(?:GNUmakefile|[Mm]akefile|[\w.-]+\.mk)$/.test(path),
  );
  const texts = await Promise.all(
    paths.slice(0, mostFiles).map((path) => context.files.read(path, context.signal)),
  );
  return {
    folders: paths.filter((path) => !path.endsWith('.mk')).map((path) => path.replace(/[^/]+$/, '')),
    targets: new Set(texts.flatMap((text) => targetsOf(text ?? ''))),
    isOpen: paths.length > mostFiles || texts.some((text) => text === undefined || isOpen(text)),
  };
});

const rule = /^([^\s:#=][^:#=\n]*?)\s*::?(?![:=])/gm;

function targetsOf(makefile: string): string[] {
  return [...makefile.matchAll(rule)].flatMap((match) => (match[1] ?? '').trim().split(/\s+/));
}

/** An include of a `.mk` file of the tree is no gap: those are read as well. */
function isOpen(makefile: string): boolean {
  return /^[^\s:#=]*[%$][^:=\n]*:(?!=)|^-?s?include\s+(?![\w./-]+\.mk\s*$)|\$\(eval\b/m.test(makefile);
}
