import type { CheckContext } from '../../../src/core/checks/check.ts';
import { pathMentions } from '../../../src/core/checks/pathMentions.ts';
import { readSegments } from '../../../src/core/checks/segments.ts';
import { defaultCheckSettings } from '../../../src/core/checks/settings.ts';
import { parsePlan } from '../../../src/core/text/planDocument.ts';
import { createMemoryFiles } from '../memory/memoryFiles.ts';
import { createMemoryGit, type MemoryRepository } from '../memory/memoryGit.ts';

/** What stands around a plan in a test: files by path, and a repository. */
export interface Around {
  readonly path?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly repository?: MemoryRepository;
  readonly beside?: readonly string[];
}

/** What a check has to work with for a plan of this text, in a tree and a repository in memory. */
export function contextOf(text: string, around: Around = {}): CheckContext {
  const document = parsePlan(around.path ?? 'docs/plans/plan.md', text);
  const segments = readSegments(document);
  return {
    document,
    segments,
    paths: pathMentions(document, segments),
    settings: defaultCheckSettings,
    files: createMemoryFiles(around.files ?? {}),
    git: createMemoryGit(around.repository),
    workspacePrefix: '',
    beside: around.beside ?? [],
    signal: undefined,
  };
}
