import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import type { TestContext } from 'node:test';
import { createPlanReview } from '../../src/core/createPlanReview.ts';
import type { Claim } from '../../src/core/domain/claim.ts';
import type { PlanReview } from '../../src/core/planReview.ts';
import { temporaryFolder } from './temporaryFolder.ts';

/** A documentation-driven check for tests, as a file of `.plan-review/checks/`. */
export function definitionText(fields: {
  readonly id?: string;
  readonly pattern?: string;
  readonly command: string;
  readonly example?: string;
  readonly restsOn?: string;
}): string {
  const { id = 'route', pattern = '`Route {path}`', command, example = 'Route /users', restsOn } = fields;
  return [
    `### Check: ${id}`,
    `**Pattern**: ${pattern}`,
    `**Verify**:\n\`\`\`sh\n${command}\n\`\`\``,
    '**Output**:\n- ✓ PASS: Registered\n- ✗ FAIL: Not registered',
    ...(restsOn === undefined ? [] : [`**Rests on**: ${restsOn}`]),
    `**Example**:\n\`\`\`\n${example}\n\`\`\`\n`,
  ].join('\n\n');
}

/** A workspace of its own with a folder for consents beside it. */
export interface OwnCheckWorkspace {
  readonly root: string;
  readonly stateFolder: string;
  write(path: string, text: string): Promise<void>;
  /** The engine; a new one each time, as each run of the command line has. */
  open(options?: { readonly isTrusted?: boolean; readonly seconds?: number }): PlanReview;
  /** Agrees to every command there is. */
  agree(): Promise<void>;
  /** The claims of the workspace's own checks in `plan.md`. */
  claims(planReview?: PlanReview): Promise<readonly Claim[]>;
}

/** Makes a workspace with files by path. */
export async function ownCheckWorkspace(
  test: Pick<TestContext, 'after'>,
  files: Readonly<Record<string, string>>,
): Promise<OwnCheckWorkspace> {
  const folder = await temporaryFolder(test);
  const root = join(folder, 'workspace');
  const stateFolder = join(folder, 'state');
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) {
    await write(path, text);
  }
  const open: OwnCheckWorkspace['open'] = ({ isTrusted = true, seconds } = {}) =>
    createPlanReview({
      root,
      isTrusted,
      version: '0.0.0',
      stateFolder,
      environment: { PATH: process.env['PATH'], HOME: folder, SECRET_TOKEN: 'hush', LANG: 'C' },
      ...(seconds === undefined ? {} : { settings: { commandTimeLimit: seconds } }),
    });
  return {
    root,
    stateFolder,
    write,
    open,
    agree: async () => {
      const planReview = open();
      for (const { check, sha256 } of (await planReview.catalogue()).commands) {
        await planReview.agreeToCommand(check, sha256);
      }
    },
    claims: async (planReview = open()) =>
      (await planReview.check({ path: 'plan.md' })).claims.filter((claim) => claim.check !== undefined),
  };
}
