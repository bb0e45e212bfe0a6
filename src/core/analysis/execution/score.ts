import type { CommandRun, Criterion, ExecutedStep, Execution, ScorePart } from '../../domain/execution.ts';

/** What the score follows from, and nothing else. */
export interface ScoreFacts {
  readonly branch: Execution['branch'];
  /** Commits of the work. */
  readonly commits: number;
  /** Files of the work that are not committed. */
  readonly uncommitted: number;
  readonly steps: readonly Pick<ExecutedStep, 'id' | 'share' | 'evidence'>[];
  readonly commands: readonly Pick<CommandRun, 'state'>[];
  readonly criteria: readonly Pick<Criterion, 'state'>[];
  readonly drift: Execution['drift'];
}

/** The most points of each part; ten together. */
export const mostPoints: Readonly<Record<ScorePart['name'], number>> = {
  branch: 1,
  steps: 4,
  validation: 3,
  criteria: 1,
  drift: 1,
};

/**
 * How sure one can be that a plan was carried out, out of ten. Points are given for what is shown: what nobody can tell earns
 * none. No model and no box in the plan moves it.
 */
export function executionScore(facts: ScoreFacts): Execution['score'] {
  const parts = [
    branchPart(facts),
    stepsPart(facts),
    validationPart(facts),
    criteriaPart(facts),
    driftPart(facts),
  ];
  // Never more than was earned: 9.96 is not ten.
  const value = Math.floor(parts.reduce((sum, { points }) => sum + points, 0) * 10 + 1e-6) / 10;
  return { value, parts };
}

function part(name: ScorePart['name'], share: number, reason: string): ScorePart {
  return { name, points: Math.round(mostPoints[name] * share * 100) / 100, most: mostPoints[name], reason };
}

function branchPart({ branch, commits, uncommitted }: ScoreFacts): ScorePart {
  if (commits > 0) {
    const isLost = branch.state === 'missing';
    return part(
      'branch',
      1,
      `${counted(commits, 'commit')} of the work${isLost ? `; the branch ${branch.name ?? ''} is gone, as after a merge` : ''}.`,
    );
  }
  return uncommitted > 0
    ? part('branch', 0.5, `${counted(uncommitted, 'file')} of the work, none of them committed.`)
    : part('branch', 0, 'No commit and no file shows any work since the plan.');
}

/** Parts that have parts of their own are counted by those, and by what they promise beside them. */
function stepsPart({ steps }: ScoreFacts): ScorePart {
  const counting = steps.filter(
    ({ id, evidence }) => evidence.length > 0 || !steps.some((other) => other.id.startsWith(`${id}.`)),
  );
  if (counting.length === 0) {
    return part('steps', 0, 'The plan names no step and no file that it changes.');
  }
  const shares = counting.map((step) => ownShare(step));
  const done = shares.filter((share) => share === 1).length;
  const unclear = shares.filter((share) => share === null).length;
  const begun = shares.filter((share) => share !== null && share > 0 && share < 1).length;
  const total = shares.reduce<number>((sum, share) => sum + (share ?? 0), 0);
  const notes = [
    ...(begun === 0 ? [] : [`${begun} in part`]),
    ...(unclear === 0 ? [] : [`of ${unclear} nothing tells`]),
  ];
  return part(
    'steps',
    total / counting.length,
    `${done} of ${counted(counting.length, 'step')} done${notes.length === 0 ? '' : `, ${notes.join(', ')}`}.`,
  );
}

function ownShare({ evidence }: Pick<ExecutedStep, 'evidence'>): number | null {
  const told = evidence.filter(({ state }) => state !== 'unclear');
  return told.length === 0 ? null : told.filter(({ state }) => state === 'done').length / told.length;
}

function validationPart({ commands }: ScoreFacts): ScorePart {
  if (commands.length === 0) {
    return part('validation', 0, 'The plan names no command that validates the work.');
  }
  const count = (...states: readonly CommandRun['state'][]): number =>
    commands.filter(({ state }) => states.includes(state)).length;
  const passed = count('passed');
  const failed = count('failed', 'timed-out', 'stopped', 'broken');
  const notRun = count('not-agreed', 'not-run');
  const notes = [
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(notRun === 0 ? [] : [`${notRun} not run`]),
  ];
  return part(
    'validation',
    passed / commands.length,
    `${passed} of ${counted(commands.length, 'validation command')} passed${notes.length === 0 ? '' : `, ${notes.join(', ')}`}.`,
  );
}

function criteriaPart({ criteria }: ScoreFacts): ScorePart {
  if (criteria.length === 0) {
    return part('criteria', 0, 'The plan names no success criterion.');
  }
  const met = criteria.filter(({ state }) => state === 'met').length;
  const failed = criteria.filter(({ state }) => state === 'not-met').length;
  const unclear = criteria.length - met - failed;
  const notes = [
    ...(failed === 0 ? [] : [`${failed} not met`]),
    ...(unclear === 0 ? [] : [`of ${unclear} nothing tells`]),
  ];
  return part(
    'criteria',
    met / criteria.length,
    `${met} of ${criteria.length} success ${criteria.length === 1 ? 'criterion' : 'criteria'} met${notes.length === 0 ? '' : `, ${notes.join(', ')}`}.`,
  );
}

function driftPart({ drift: { reliedOn, unnamed }, commits, uncommitted }: ScoreFacts): ScorePart {
  if (commits + uncommitted === 0) {
    return part('drift', 0, 'There is no work that could be compared with the plan.');
  }
  const byOthers = reliedOn.filter(({ by }) => by === 'others').length;
  const notes = [
    ...(reliedOn.length === 0
      ? []
      : [
          `${counted(reliedOn.length, 'file')} that the plan relied on changed, ${byOthers} of them by others`,
        ]),
    ...(unnamed.length === 0 ? [] : [`${counted(unnamed.length, 'changed file')} that the plan never names`]),
  ];
  return notes.length === 0
    ? part('drift', 1, 'What changed is what the plan names, and what it relied on is as it was.')
    : part('drift', byOthers > 0 ? 0 : 0.5, `${notes.join('; ')}.`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
