import type { CommandRun, Drift, ExecutedStep, Execution, StepEvidence } from '../domain/execution.ts';
import type { Round } from '../domain/round.ts';
import { capitalized, counted, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';

/** `execution.md`: whether a plan was carried out, for people. */
export function executionDocument(
  round: Pick<Round, 'number' | 'plan' | 'revision' | 'completedAt'>,
  execution: Execution,
): string {
  const { since, branch, lookedAt } = execution;
  const parts = [
    `# Execution Review: ${escapeMarkdown(round.plan.title)}`,
    [
      `**Review Round:** ${round.number}`,
      `**Date:** ${round.completedAt.slice(0, 10)}`,
      `**Plan:** ${inlineCode(round.plan.path)} (${round.plan.kind})`,
      `**Revision:** ${inlineCode(round.revision)}`,
      `**Since:** ${since.commit === null ? 'the beginning' : inlineCode(since.commit.slice(0, 12))}, ${escapeMarkdown(since.reason)}`,
      `**Looked at:** ${inlineCode(lookedAt.commit.slice(0, 12))}${lookedAt.hasWorkingTree ? ' and the working tree' : ''}`,
      `**Status:** ${execution.status.found}${execution.status.stated === null ? '' : ` (the plan says ${execution.status.stated})`}`,
    ].join('  \n'),
    `## Confidence: ${execution.score.value} of 10`,
    scoreTable(execution),
    '## Branch and Commits',
    escapeMarkdown(branch.detail),
    commits(execution),
    '## Steps',
    steps(execution.steps),
    '## Validation',
    validation(execution.commands),
    '## Success Criteria',
    criteria(execution),
    '## Drift',
    drift(execution),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What a review document says of the work: the score, and of gates before it how each ended. */
export function executionParts({ execution, gates }: Pick<Round, 'execution' | 'gates'>): readonly string[] {
  return [
    ...(execution === undefined
      ? []
      : [
          `## Execution: ${execution.score.value} of 10`,
          `The plan is ${execution.status.found} by its files. [execution.md](execution.md) has the evidence.`,
          scoreTable(execution),
        ]),
    ...(gates === undefined ? [] : ['## Gates before the Work', validation(gates)]),
  ];
}

/** The score with its parts, a row each. */
function scoreTable({ score }: Pick<Execution, 'score'>): string {
  return markdownTable(
    ['Part', 'Points', 'Of', 'Why'],
    score.parts.map(({ name, points, most, reason }) => [
      capitalized(name),
      String(points),
      String(most),
      escapeMarkdown(reason),
    ]),
  );
}

function commits({ commits: all, isCut, uncommitted }: Execution): string {
  const own = all.filter(({ work }) => work !== undefined);
  const words = `${counted(own.length, 'commit')} of the work, ${all.length - own.length} of others${isCut ? ', and older ones that are not listed' : ''}; ${counted(uncommitted, 'file')} of the work not committed.`;
  return own.length === 0
    ? words
    : `${words}\n\n${markdownTable(
        ['Commit', 'Author', 'Subject', 'Counts because'],
        own.map(({ hash, author, subject, work }) => [
          inlineCode(hash.slice(0, 7)),
          escapeMarkdown(author),
          escapeMarkdown(subject),
          work === undefined ? '' : because[work],
        ]),
      )}`;
}

const because: Readonly<Record<NonNullable<Execution['commits'][number]['work']>, string>> = {
  branch: 'only the branch of the plan has it',
  message: 'it names the plan',
  files: 'it changes files that the plan names',
};

const marks: Readonly<Record<ExecutedStep['state'], string>> = { done: '✓', 'not-done': '✗', unclear: '?' };

function steps(all: readonly ExecutedStep[]): string {
  return all.length === 0
    ? 'The plan names none.'
    : all
        .map(({ id, title, state, detail, range, evidence }) =>
          [
            `- ${marks[state]} **${id}. ${escapeMarkdown(title)}** (line ${range.start.line}): ${state === 'not-done' ? 'not done' : state}; ${escapeMarkdown(detail)}`,
            ...evidence.map(evidenceLine),
          ].join('\n'),
        )
        .join('\n');
}

function evidenceLine({ path, state, detail }: StepEvidence): string {
  return `  - ${marks[state]} ${inlineCode(path)} ${escapeMarkdown(detail)}`;
}

function validation(commands: readonly CommandRun[]): string {
  return commands.length === 0
    ? 'The plan names no command that validates the work.'
    : commands.map(commandPart).join('\n\n');
}

function commandPart({ command, state, detail, range, output, elapsedMs }: CommandRun): string {
  const took = elapsedMs === undefined ? '' : ` in ${(elapsedMs / 1000).toFixed(1)} s`;
  return [
    `**Line ${range.start.line}: ${state.replaceAll('-', ' ')}**${took}: ${escapeMarkdown(detail)}`,
    fence('sh', command),
    ...(output === undefined || output.trim() === '' ? [] : ['Output:', fence('text', output)]),
  ].join('\n\n');
}

/** A code block that nothing in the text can end. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const mark = '`'.repeat(longest + 1);
  return `${mark}${language}\n${text.replace(/\n+$/, '')}\n${mark}`;
}

function criteria({ criteria: all }: Execution): string {
  return all.length === 0
    ? 'The plan names none.'
    : all
        .map(({ text, state, evidence }) => {
          const mark = { met: '✓', 'not-met': '✗', unclear: '?' }[state];
          const why =
            evidence.length === 0
              ? 'nothing that can be looked at tells'
              : escapeMarkdown(evidence.join('; '));
          return `- ${mark} ${escapeMarkdown(text)}: ${why}`;
        })
        .join('\n');
}

function drift({ drift: { reliedOn, unnamed } }: Execution): string {
  if (reliedOn.length + unnamed.length === 0) {
    return 'None: what changed is what the plan names, and what it relied on is as it was.';
  }
  const row = ({ path, change, by, commit }: Drift, why: string): string[] => [
    inlineCode(path),
    change,
    by,
    commit === undefined ? '' : inlineCode(commit.slice(0, 7)),
    why,
  ];
  return markdownTable(
    ['File', 'Change', 'By', 'Commit', 'Why it is drift'],
    [
      ...reliedOn.map((each) => row(each, 'the plan relies on it')),
      ...unnamed.map((each) => row(each, 'the plan never names it')),
    ],
  );
}
