import { claimsAction, type PlanChange, type Response } from '../../domain/response.ts';
import type { Span } from '../../text/blocks.ts';
import { evidencePlaces } from '../../text/evidence.ts';
import type { ChangedStretch, PlanDiff } from '../../text/planDiff.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import type { Section } from '../../text/sections.ts';

/** The longest text of a cell, in UTF-16 units. */
const longestCell = 160;

/** What the words before the first heading are called. */
const beginning = 'Before the first heading';

/** What is said of a section that was touched at its end alone. */
const nothingOfItsOwn = 'Changed: +0 −0 lines';

/** What an author said about a stretch of the plan: the words for it, and in answer to what. */
interface Reason {
  readonly span: Span;
  readonly change: string;
  readonly rationale: string;
}

/**
 * The summary of changes of a response: every section of the plan that differs from what was reviewed, in the order of
 * the plan, then those that are gone. The sections come from the plan itself, and the words from the author where an
 * answer points at the section.
 */
export function planChanges(
  diff: PlanDiff,
  { before, after }: { readonly before: PlanDocument; readonly after: PlanDocument },
  response: Pick<Response, 'findings' | 'answers'>,
): PlanChange[] {
  const changes = diff.changes.filter((change) => !isBlank(diff, change));
  const reasons = reasonsOf(after, response);
  const oldAreas = new Map(areasOf(before).map(({ name, span }) => [name, span]));
  const rows = areasOf(after).flatMap(({ name, span, isSection }) => {
    const touching = changes.filter((change) => touches(change, span));
    if (touching.length === 0) {
      return [];
    }
    const own = reasons.filter((reason) =>
      touching.some(
        (change) => reason.span.start <= change.after.end && change.after.start <= reason.span.end,
      ),
    );
    const here = own.filter((reason) => reason.span.start < span.end && span.start < reason.span.end);
    const old = oldAreas.get(name);
    const isNew = isSection && old === undefined;
    return [row(name, here, isNew ? 'Added' : `Changed: ${countsOf(diff, touching, { now: span, old })}`)];
  });
  const newNames = new Set(areasOf(after).map(({ name }) => name));
  const gone = areasOf(before).filter(
    ({ name, span }) =>
      !newNames.has(name) &&
      changes.some((change) => change.before.start <= span.start && span.start < change.before.end),
  );
  const all = [...rows, ...gone.map(({ name }) => row(name, [], 'Removed'))];
  // Where a section is gone, the one in front of it is touched and has lost nothing of its own.
  const telling = all.filter(({ change }) => change !== nothingOfItsOwn);
  return telling.length > 0 ? telling : all;
}

function row(section: string, reasons: readonly Reason[], otherwise: string): PlanChange {
  const words = [...new Set(reasons.map(({ change }) => change))].filter((change) => change !== '');
  return {
    section,
    change: shortened(words.length === 0 ? otherwise : words.join('; ')),
    rationale: [...new Set(reasons.map(({ rationale }) => rationale))].join(', '),
  };
}

/** The stretches of a text that belong to one section and to none below it. */
function areasOf({ sections, text }: PlanDocument): {
  readonly name: string;
  readonly span: Span;
  readonly isSection: boolean;
}[] {
  const first = sections[0]?.heading.start ?? text.length;
  const opening = { name: beginning, span: { start: 0, end: first }, isSection: false };
  return [
    ...(first > 0 ? [opening] : []),
    ...sections.map((section, index) => ({
      name: nameOf(section),
      span: { start: section.heading.start, end: sections[index + 1]?.heading.start ?? text.length },
      isSection: true,
    })),
  ];
}

function nameOf({ number, title }: Section): string {
  return number === undefined ? title : `${number} ${title}`;
}

/** Words that were only taken away leave an empty stretch, which belongs to what stands in front of it. */
function touches({ after }: ChangedStretch, area: Span): boolean {
  if (after.start < after.end) {
    return after.start < area.end && area.start < after.end;
  }
  return (
    (area.start < after.start || after.start === 0) && area.start <= after.start && after.start <= area.end
  );
}

function isBlank(diff: PlanDiff, { before, after }: ChangedStretch): boolean {
  return (
    diff.before.slice(before.start, before.end).trim() === '' &&
    diff.after.slice(after.start, after.end).trim() === ''
  );
}

function countsOf(
  diff: PlanDiff,
  changes: readonly ChangedStretch[],
  area: { readonly now: Span; readonly old: Span | undefined },
): string {
  const count = (text: string, stretches: readonly Span[], within: Span | undefined): number =>
    within === undefined ? 0 : stretches.reduce((sum, stretch) => sum + linesIn(text, stretch, within), 0);
  const added = count(
    diff.after,
    changes.map(({ after }) => after),
    area.now,
  );
  const removed = count(
    diff.before,
    changes.map(({ before }) => before),
    area.old,
  );
  return `+${added} −${removed} lines`;
}

/** The lines with words in them that a stretch has within an area. */
function linesIn(text: string, stretch: Span, area: Span): number {
  return text
    .slice(Math.max(stretch.start, area.start), Math.max(stretch.start, Math.min(stretch.end, area.end)))
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '').length;
}

function reasonsOf(
  document: PlanDocument,
  { findings, answers }: Pick<Response, 'findings' | 'answers'>,
): Reason[] {
  const placed = (text: string, words: Omit<Reason, 'span'>): Reason[] =>
    evidencePlaces(document, text).flatMap(({ span }) => (span === undefined ? [] : [{ ...words, span }]));
  return [
    ...findings.flatMap((answer) =>
      placed(answer.evidence, {
        change: firstLine(answer.action),
        rationale: `${claimsAction(answer) ? 'Address' : 'Acknowledge'} ${answer.finding}`,
      }),
    ),
    ...answers.flatMap(({ question, answer }) =>
      placed(answer, { change: '', rationale: `Answer ${question}` }),
    ),
  ];
}

function firstLine(text: string): string {
  return (text.trim().split(/\r\n|\r|\n/, 1)[0] ?? '').replace(/:$/, '').trim();
}

function shortened(text: string): string {
  return text.length > longestCell ? `${text.slice(0, longestCell - 1).trimEnd()}…` : text;
}
