import process from 'node:process';
import { checks } from '../../../src/core/checks/registry.ts';
import { pathMentions } from '../../../src/core/checks/pathMentions.ts';
import { readSegments } from '../../../src/core/checks/segments.ts';
import { defaultCheckSettings } from '../../../src/core/checks/settings.ts';
import { readDirectives } from '../../../src/core/checks/suppressionComments.ts';
import { parsePlan } from '../../../src/core/text/planDocument.ts';
import { createMemoryFiles } from '../memory/memoryFiles.ts';
import { createMemoryGit } from '../memory/memoryGit.ts';

/** Milliseconds of processor time by what they were spent on: the readers, and each check by its id. */
export type Cost = ReadonlyMap<string, number>;

/** Takes a plan apart and runs every check over it, in a small tree and a small repository in memory. */
export async function costOf(text: string, path: string): Promise<Cost> {
  const cost = new Map<string, number>();
  const timed = async <T>(what: string, work: () => T | Promise<T>): Promise<T> => {
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    cost.set(what, (user + system) / 1000);
    return result;
  };
  const document = await timed('parsePlan', () => parsePlan(path, text));
  const segments = await timed('readSegments', () => readSegments(document));
  const paths = await timed('pathMentions', () => pathMentions(document, segments));
  await timed('readDirectives', () => readDirectives(document, segments));
  const context = {
    document,
    segments,
    paths,
    settings: defaultCheckSettings,
    files: createMemoryFiles({ 'src/a.ts': 'export const a = 1;\n', 'package.json': '{"scripts":{}}' }),
    git: createMemoryGit({ branches: ['main'], tags: ['v1.0.0'], commits: ['1'.repeat(40)] }),
    workspacePrefix: '',
    beside: [],
    signal: undefined,
  };
  for (const check of checks) {
    await timed(check.id, () => check.run(context));
  }
  return cost;
}
