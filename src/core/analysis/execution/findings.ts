import type { CheckRule } from '../../domain/checkRule.ts';
import type { CommandRun, Drift, Execution } from '../../domain/execution.ts';
import { executionRules } from '../../domain/executionRules.ts';
import type { DraftFinding, Severity } from '../../domain/finding.ts';
import type { Range } from '../../domain/position.ts';

type Text = Pick<DraftFinding, 'title' | 'observation' | 'concern' | 'recommendation' | 'range'> & {
  readonly related?: readonly Range[];
  readonly severity?: Severity;
};

/** What an execution review has to say of a plan. `title` is where what concerns the whole goes. */
export function executionFindings(execution: Execution, title: Range): readonly DraftFinding[] {
  return [
    ...ofWork(execution, title),
    ...ofSteps(execution),
    ...ofCommands(execution),
    ...ofCriteria(execution),
    ...ofDrift(execution, title),
  ];
}

/** What is said where nobody can tell whether the plan was carried out. */
export function notTold(
  { message, wayOut }: { readonly message: string; readonly wayOut: string },
  range: Range,
): DraftFinding {
  return draftOf(executionRules.work, {
    title: 'Whether the plan was carried out is not known',
    observation: message,
    concern: 'Steps, drift and commands were not looked at, so that this round says nothing of the work.',
    recommendation: wayOut,
    range,
  });
}

/** A finding with what its rule gives it. */
export function draftOf({ id, severity, category }: CheckRule, { related, ...text }: Text): DraftFinding {
  return { check: id, severity, category, ...text, related: [...(related ?? [])] };
}

function ofWork({ branch, commits, uncommitted }: Execution, range: Range): DraftFinding[] {
  const own = commits.filter(({ work }) => work !== undefined).length;
  if (own > 0) {
    return [];
  }
  const isBegun = uncommitted > 0;
  return [
    draftOf(executionRules.work, {
      title: isBegun ? 'Nothing of the work is committed' : 'There is no work on this plan',
      observation: isBegun
        ? `${uncommitted} files were changed since the plan, and no commit holds any of it. ${branch.detail}`
        : `No commit since the plan and no file shows any work on it. ${branch.detail}`,
      concern: isBegun
        ? 'What is not committed is on one machine alone, and nobody else can look at it.'
        : 'The plan counts as carried out, and nothing of it is there.',
      recommendation: isBegun
        ? 'Commit the work, on the branch that the plan names.'
        : 'Carry the plan out, look at the branch that holds the work, or name the commit that it began from with --since.',
      range,
      severity: isBegun ? 'minor' : executionRules.work.severity,
    }),
  ];
}

function ofSteps({ steps, commits, uncommitted }: Execution): DraftFinding[] {
  // Where nothing was done at all, one finding says so.
  if (uncommitted === 0 && !commits.some(({ work }) => work !== undefined)) {
    return [];
  }
  return steps.flatMap(({ id, title, range, evidence }) => {
    const left = evidence.filter(({ state }) => state === 'not-done');
    const told = evidence.filter(({ state }) => state !== 'unclear').length;
    if (left.length === 0) {
      return [];
    }
    const shown = left
      .slice(0, 5)
      .map(({ path, intent, detail }) => `\`${path}\`, which it ${verbs[intent] ?? 'names'}, ${detail}`);
    const more = left.length > shown.length ? `; and ${left.length - shown.length} more` : '';
    const isBegun = left.length < told;
    return [
      draftOf(executionRules.steps, {
        title: `${isBegun ? 'Done in part' : 'Not done'}: ${titleOf(id, title)}`,
        observation: `${isBegun ? `${told - left.length} of ${told} files are as this step says.` : 'No file is as this step says.'} ${shown.join('; ')}${more}.`,
        concern:
          'The plan counts as carried out with a part of it missing, and whoever relies on that part finds out late.',
        recommendation: 'Do what is missing, or say in the plan why it was left out.',
        range,
        related: left.map((each) => each.range),
      }),
    ];
  });
}

const verbs: Readonly<Partial<Record<string, string>>> = {
  creates: 'creates',
  modifies: 'changes',
  removes: 'removes',
};

function titleOf(id: string, title: string): string {
  return /^(?:phase|step|task|milestone|stage|unit)/i.test(title) ? title : `${id}. ${title}`;
}

function ofCommands({ commands }: Execution): DraftFinding[] {
  const failed = commands.filter(
    ({ state }) => state === 'failed' || state === 'timed-out' || state === 'stopped',
  );
  const broken = commands.filter(({ state }) => state === 'broken');
  const open = commands.filter(({ state }) => state === 'not-agreed' || state === 'not-run');
  const [first] = open;
  return [
    ...failed.map((run) =>
      draftOf(executionRules.validation, {
        title: `Does not pass: ${shownCommand(run)}`,
        observation: `The plan validates its work with \`${shownCommand(run)}\`. It ${run.detail}.`,
        concern: 'By the plan’s own measure, the work is not right yet.',
        recommendation:
          'Read its output in execution.md, mend what it complains of, and review the execution again.',
        range: run.range,
      }),
    ),
    ...broken.map((run) => draftOf(executionRules.validation, brokenText(run))),
    ...(first === undefined
      ? []
      : [
          draftOf(executionRules.validation, {
            title: `${open.length} of ${commands.length} validation ${commands.length === 1 ? 'command was' : 'commands were'} not run`,
            observation: `${open
              .slice(0, 5)
              .map((run) => `\`${shownCommand(run)}\`: ${run.detail}`)
              .join('; ')}${open.length > 5 ? `; and ${open.length - 5} more` : ''}.`,
            concern: 'Whether the work passes what the plan validates it with is not known.',
            recommendation:
              'Read the commands and agree to those that may be run ("plan-review consent --plan <plan>"), then review the execution again.',
            range: first.range,
            related: open.slice(1).map(({ range }) => range),
          }),
        ]),
  ];
}

/** What is said of a command that cannot be run. */
export function brokenText(run: CommandRun): Text {
  return {
    title: `Cannot be run: ${shownCommand(run)}`,
    observation: `The plan validates its work with \`${shownCommand(run)}\`, and ${run.detail}.`,
    concern: 'A gate that cannot be run holds nothing back.',
    recommendation: 'Correct the command, or make what it needs.',
    range: run.range,
  };
}

/** A command in one short line, its own last line where it has several. */
export function shownCommand({ command }: Pick<CommandRun, 'command'>): string {
  const lines = command.split('\n');
  const line = (lines.length > 3 ? lines[0] : lines.at(-1)) ?? command;
  const bare = line.replaceAll('`', "'");
  return bare.length > 80 ? `${bare.slice(0, 79)}…` : bare;
}

function ofCriteria({ criteria }: Execution): DraftFinding[] {
  return criteria
    .filter(({ state }) => state === 'not-met')
    .map(({ text, range, evidence }) =>
      draftOf(executionRules.criteria, {
        title: `Not met: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`,
        observation: `What can be looked at speaks against this criterion: ${evidence.join('; ')}`,
        concern: 'The plan says itself that the work is not done before this is so.',
        recommendation: 'Bring it about, or say in the plan what takes its place.',
        range,
      }),
    );
}

function ofDrift({ drift: { reliedOn, unnamed } }: Execution, title: Range): DraftFinding[] {
  return [
    ...reliedOn.map((drift) =>
      draftOf(executionRules.drift, {
        title: `Relied on, and ${drift.change === 'removed' ? 'removed' : 'changed'} since: ${drift.path}`,
        observation: `The plan takes \`${drift.path}\` for granted. It was ${drift.change} since the plan was written${authors(drift)}.`,
        concern:
          'What the plan was written for may not be there any more, so that what was built on it may be wrong.',
        recommendation: 'Look at the change, and say in the plan whether the work still fits.',
        range: drift.range ?? title,
        severity:
          drift.change === 'removed' && drift.by === 'others' ? 'major' : executionRules.drift.severity,
      }),
    ),
    ...(unnamed.length === 0 ? [] : [draftOf(executionRules.drift, unnamedText(unnamed, title))]),
  ];
}

function authors({ by, commit }: Drift): string {
  const at = commit === undefined ? '' : ` (${commit.slice(0, 7)})`;
  return by === 'others'
    ? ` by others${at}`
    : by === 'work'
      ? ` by the work itself${at}`
      : ', which is not committed';
}

function unnamedText(unnamed: readonly Drift[], range: Range): Text {
  const shown = unnamed.slice(0, 5).map(({ path, change }) => `\`${path}\` (${change})`);
  return {
    title: `${unnamed.length} changed ${unnamed.length === 1 ? 'file' : 'files'} that the plan never names`,
    observation: `The work changed ${shown.join(', ')}${unnamed.length > 5 ? ` and ${unnamed.length - 5} more` : ''}, and the plan names none of them.`,
    concern: 'Nobody reviewed these changes as a part of the plan.',
    recommendation: 'Name them in the plan with the reason, or take them out of the work.',
    range,
  };
}
