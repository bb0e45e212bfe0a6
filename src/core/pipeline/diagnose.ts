import type { Git, NoRepository } from '../ports/git.ts';
import type { ProviderState } from '../ports/languageModel.ts';
import type { Machine } from '../ports/machine.ts';

/** One line of `doctor`: a part that is there, or what to do about it. */
export interface Diagnosis {
  readonly part: string;
  readonly state: 'ok' | 'limited' | 'missing';
  readonly detail: string;
  /** What to do; only where something is limited or missing. */
  readonly wayOut?: string;
}

/** Looks at what there is to work with: what is missing is named together with what to do about it. */
export async function diagnose(deps: {
  machine: Machine;
  git: Git;
  version: string;
  root: string;
  providers: readonly ProviderState[];
}): Promise<Diagnosis[]> {
  return [
    { part: 'Plan Review', state: 'ok', detail: deps.version },
    { part: 'Node.js', state: 'ok', detail: deps.machine.nodeVersion },
    ...(await gitParts(deps)),
    await folderPart(deps),
    await editorPart(deps),
    {
      part: 'Reviewers',
      state: 'ok',
      detail: 'the checks reviewer, which needs no model, no key and no network',
    },
    ...deps.providers.map(providerPart),
  ];
}

/** A provider that is not there is no fault: one is enough, and none at all still makes a round. */
function providerPart({ provider, isAvailable, detail, wayOut }: ProviderState): Diagnosis {
  return {
    part: `Models: ${provider}`,
    state: isAvailable ? 'ok' : 'limited',
    detail,
    ...(wayOut === undefined ? {} : { wayOut }),
  };
}

const withoutRepository: Record<NoRepository, Pick<Diagnosis, 'detail' | 'wayOut'>> = {
  'not-a-repository': {
    detail: 'the folder is in no git repository, so commits cannot be verified',
    wayOut: 'Run it inside a repository, or make one with `git init`.',
  },
  'git-not-found': {
    detail: 'git is not installed, so commits cannot be verified',
    wayOut: 'Install git and see that it is in PATH.',
  },
  'not-trusted': {
    detail: 'the workspace is not trusted, so git is not asked',
    wayOut: 'Trust the workspace if you know where it comes from.',
  },
};

async function gitParts({ git, machine }: { git: Git; machine: Machine }): Promise<Diagnosis[]> {
  const program = await machine.findProgram('git');
  const answer = await git.repository();
  if (!answer.available) {
    const isMissing = answer.reason === 'git-not-found';
    const { detail, wayOut } = withoutRepository[answer.reason];
    return [
      {
        part: 'git',
        state: isMissing ? 'missing' : 'limited',
        detail: answer.detail ?? detail,
        ...(wayOut === undefined ? {} : { wayOut }),
      },
    ];
  }
  const { head, branch, isPartial } = answer.repository;
  const place =
    head === null ? 'a repository without commits' : `${branch ?? 'detached'} at ${head.slice(0, 12)}`;
  if (isPartial) {
    return [
      {
        part: 'git',
        state: 'limited',
        detail: `${place}; this clone does not hold the whole history, so a missing commit proves nothing`,
        wayOut: 'Run `git fetch --unshallow` to verify commits.',
      },
    ];
  }
  return [{ part: 'git', state: 'ok', detail: program === undefined ? place : `${place} (${program})` }];
}

async function folderPart({ machine, root }: { machine: Machine; root: string }): Promise<Diagnosis> {
  return (await machine.isWritable())
    ? { part: 'Folder', state: 'ok', detail: root }
    : {
        part: 'Folder',
        state: 'limited',
        detail: `${root} cannot be written to, so plans can be checked but not reviewed`,
        wayOut: 'Ask for write access, or work in a copy.',
      };
}

async function editorPart({ machine }: { machine: Machine }): Promise<Diagnosis> {
  const program = await machine.findProgram('code');
  return program === undefined
    ? {
        part: 'VS Code',
        state: 'limited',
        detail: 'no `code` in PATH; the command line works without it',
        wayOut: 'In VS Code, run "Shell Command: Install \'code\' command in PATH".',
      }
    : { part: 'VS Code', state: 'ok', detail: program };
}
