import { distance } from 'fastest-levenshtein';
import type { CheckRule } from '../domain/checkRule.ts';
import type { Fix } from '../domain/finding.ts';
import type { Range } from '../domain/position.ts';
import { lineEnd, offsetAt, rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { CheckFindingText } from './check.ts';
import type { Suppression } from './coveredPlaces.ts';
import type { UnknownDirective } from './suppressionComments.ts';
import type { Suppressions } from './suppressions.ts';

/**
 * What is said of suppressions themselves. It is no check in the registry, because it judges what the checks left; it
 * has an id, so that settings can turn it off, and no suppression covers it.
 */
export const suppressionRule: CheckRule = {
  id: 'suppression',
  title: 'Suppressions name a check, give a reason and are needed',
  tags: ['suppression'],
  severity: 'suggestion',
  category: 'clarity',
  origin: 'built-in',
};

/** What there is to know about a plan's suppressions once the checks have run. */
export interface SuppressionFacts {
  readonly document: PlanDocument;
  readonly suppressions: Suppressions;
  readonly unknown: readonly UnknownDirective[];
  /** The ids of all checks there are. */
  readonly known: ReadonlySet<string>;
  /** The ids of those that ran over this plan. */
  readonly ran: ReadonlySet<string>;
}

/** What is wrong with the plan's suppressions. */
export function suppressionFindings(facts: SuppressionFacts): CheckFindingText[] {
  const { document, suppressions, known } = facts;
  const findings = [
    ...facts.unknown.map(unknownWord),
    ...suppressions.pointless.map((directive) => pointless(document, directive)),
  ];
  for (const suppression of suppressions.all) {
    if (!known.has(suppression.check)) {
      findings.push(unknownCheck(suppression, known));
    } else if (suppression.reason === undefined) {
      findings.push(withoutReason(suppression));
    }
  }
  return [...findings, ...suppressions.unused(facts.ran).map((suppression) => unused(document, suppression))];
}

function unknownWord({ word, range }: UnknownDirective): CheckFindingText {
  return {
    title: `Not a suppression: ${word}`,
    observation: `The comment begins with \`${word}\`, and there is no such instruction.`,
    concern: 'It suppresses nothing, although it looks as if it did.',
    recommendation:
      'Write `plan-review-disable-next-line`, `plan-review-disable-line`, `plan-review-disable` or `plan-review-enable`, then the check, a colon and the reason.',
    range,
    severity: 'minor',
  };
}

function pointless(
  document: PlanDocument,
  directive: { readonly action: string; readonly range: Range },
): CheckFindingText {
  const isEnable = directive.action === 'enable';
  return {
    title: isEnable ? 'Nothing is disabled that could be enabled here' : 'Suppression without a check',
    observation: isEnable
      ? 'The comment turns checks on again that nothing above it turned off.'
      : 'The comment names no check.',
    concern: isEnable
      ? 'Whoever reads it believes that checks were off above it.'
      : 'It suppresses nothing, although it looks as if it did.',
    recommendation: isEnable
      ? 'Take the comment out, or name the check that a comment above it disables.'
      : 'Name the check: `plan-review-disable-next-line file-exists: why`.',
    range: directive.range,
    fixes: [removal(document, directive.range)],
    ...(isEnable ? {} : { severity: 'minor' as const }),
  };
}

function unknownCheck({ check, nameRange }: Suppression, known: ReadonlySet<string>): CheckFindingText {
  const closest = [...known]
    .map((id) => ({ id, edits: distance(id, check) }))
    .sort((a, b) => a.edits - b.edits)
    .find(({ id, edits }) => edits <= Math.max(2, id.length / 3));
  const isOwn = check === suppressionRule.id;
  return {
    title: `Suppression of an unknown check: ${check}`,
    observation: isOwn
      ? 'What is said of suppressions cannot itself be suppressed in a plan.'
      : `There is no check called \`${check}\`.`,
    concern: 'It suppresses nothing, although it looks as if it did.',
    recommendation: isOwn
      ? 'Take the comment out, or set `suppression` to `off` in the settings.'
      : `Name a check that there is${closest === undefined ? '' : ` (\`${closest.id}\` is the closest)`}, or take the comment out.`,
    range: nameRange,
    severity: 'minor',
    ...(closest === undefined || isOwn
      ? {}
      : { fixes: [{ title: `Name ${closest.id}`, edits: [{ range: nameRange, text: closest.id }] }] }),
  };
}

function withoutReason({ check, nameRange }: Suppression): CheckFindingText {
  return {
    title: `Suppression without a reason: ${check}`,
    observation: `The plan suppresses \`${check}\` here and does not say why.`,
    concern: 'Nobody can tell later whether the reason still holds.',
    recommendation: 'Put a colon and the reason behind the check.',
    range: nameRange,
  };
}

function unused(
  document: PlanDocument,
  { check, nameRange, range, siblings }: Suppression,
): CheckFindingText {
  return {
    title: `Suppression that suppresses nothing: ${check}`,
    observation: `The plan suppresses \`${check}\` here, and that check has nothing to object to.`,
    concern: 'A suppression that is no longer needed hides the next mistake in its place.',
    recommendation: 'Take it out.',
    range: nameRange,
    ...(siblings === 1 ? { fixes: [removal(document, range)] } : {}),
  };
}

/** Takes a comment out, with its line where nothing else stands on it. */
function removal(document: PlanDocument, range: Range): Fix {
  const { lines, text } = document;
  const lineStart = lines.starts[range.start.line - 1] ?? 0;
  const start = offsetAt(lines, range.start);
  const end = offsetAt(lines, range.end);
  const stop = lineEnd(lines, range.end.line - 1);
  const isAlone = text.slice(lineStart, start).trim() === '' && text.slice(end, stop).trim() === '';
  const whole = rangeOf(lines, lineStart, lines.starts[range.end.line] ?? stop);
  const spaceBefore = text.slice(lineStart, start).length - text.slice(lineStart, start).trimEnd().length;
  return {
    title: 'Take the comment out',
    edits: [{ range: isAlone ? whole : rangeOf(lines, start - spaceBefore, end), text: '' }],
  };
}
