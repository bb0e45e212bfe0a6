import type { Claim } from '../domain/claim.ts';
import { compareSeverity, countBySeverity, severitySchema, type Finding } from '../domain/finding.ts';
import type { PersonaReview } from '../domain/personaReview.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';
import type { Round } from '../domain/round.ts';
import type { Verdict } from '../domain/verdict.ts';
import { executionParts } from './executionDocument.ts';
import { capitalized, counted, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';
import { packetReport } from './packetReport.ts';
import { ownResolutions, resolutionParts, type PersonaResolution } from './resolutionParts.ts';
import { findingRemarks, opinionParts, panelParts, proseOf, reviewersTable } from './panelParts.ts';

/** A round as its documents tell it; the list of artifacts is not part of the story. */
type RoundFacts = Omit<Round, 'artifacts'>;

interface Body {
  /** The findings of earlier rounds that the round's resolutions are about. */
  readonly earlier?: readonly Pick<Finding, 'id' | 'title' | 'severity'>[];
  readonly findings: readonly Finding[];
  readonly claims: readonly Claim[];
}

/** `review.md`: what a round says of a plan, for the people who decide. */
export function reviewDocument(round: RoundFacts, body: Body): string {
  return document([
    `# Peer Review: ${escapeMarkdown(round.plan.title)}`,
    header(round, round.reviewers.map((reviewer) => reviewer.name).join(', ')),
    `## Executive Summary`,
    summary(round, body),
    proseOf(round.panel?.summary ?? ''),
    `## Overall Assessment`,
    `**${round.verdict.value}**`,
    assessment(round.verdict),
    ...resolutionParts(round, body.earlier ?? []),
    `## Findings`,
    findings(body.findings),
    ...packetReport(round, [...(body.earlier ?? []), ...body.findings]),
    ...executionParts(round),
    ...suppressed(round),
    `## Claims`,
    claimsTable(round, body.claims),
    `## Reviewers`,
    reviewersTable(round.reviewers, round.panel),
    ...panelParts(round.panel),
    `## Strengths`,
    remarks(round.strengths, 'The checks have none to name.'),
    `## Questions for Author`,
    remarks(round.questions, 'None.'),
    `## Recommendation`,
    recommendation(round, body.findings.length > 0),
    `**Final Assessment: ${round.verdict.value}**`,
  ]);
}

/** `reviews/<id>.md`: what one reviewer found, without the round's verdict. */
export function reviewerDocument(round: RoundFacts, reviewer: ReviewerReport, body: Body): string {
  return document([
    `# Review by ${escapeMarkdown(reviewer.name)}: ${escapeMarkdown(round.plan.title)}`,
    header(round, reviewer.name),
    `## Summary`,
    `${escapeMarkdown(capitalized(reviewer.detail))}. ${severitiesFound(body.findings)}`,
    `## Findings`,
    findings(body.findings),
    `## Claims`,
    claimsTable(round, body.claims),
  ]);
}

/** `reviews/<id>.md` of a persona: its whole review in its own words, before anything was merged or weighed. */
export function personaDocument(
  round: Pick<RoundFacts, 'number' | 'plan' | 'revision'> & { readonly date: string },
  name: string,
  review: PersonaReview & { readonly resolutions?: readonly PersonaResolution[] },
): string {
  return document([
    `# Review by ${escapeMarkdown(name)}: ${escapeMarkdown(round.plan.title)}`,
    [
      `**Reviewer:** ${escapeMarkdown(name)}`,
      `**Review Round:** ${round.number}`,
      `**Date:** ${round.date}`,
      `**Plan:** ${inlineCode(round.plan.path)} (${round.plan.kind})`,
      `**Revision:** ${inlineCode(round.revision)}`,
    ].join('  \n'),
    '## Summary',
    proseOf(review.summary),
    ...ownResolutions(round.number, review.resolutions ?? []),
    ...opinionParts(review),
  ]);
}

function document(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header(round: RoundFacts, reviewers: string): string {
  const { repository } = round;
  const lines = [
    `**Reviewer:** ${escapeMarkdown(reviewers)}`,
    `**Review Round:** ${round.number}`,
    `**Date:** ${round.completedAt.slice(0, 10)}`,
    `**Plan:** ${inlineCode(round.plan.path)} (${round.plan.kind})`,
    `**Revision:** ${inlineCode(round.revision)}`,
  ];
  if (repository !== null) {
    const branch = repository.branch === null ? '' : ` on ${inlineCode(repository.branch)}`;
    const head = repository.head === null ? 'no commit yet' : inlineCode(repository.head);
    lines.push(`**HEAD:** ${head}${branch}${repository.planCommitted ? '' : '; the plan differs from it'}`);
  }
  // Two spaces end a line within a paragraph.
  return lines.join('  \n');
}

function summary(round: RoundFacts, body: Body): string {
  const { pass, fail, unverifiable } = round.claims;
  const total = pass + fail + unverifiable;
  const claims =
    total === 0
      ? 'The plan names nothing that a machine can verify.'
      : `Of ${counted(total, 'claim')}, ${pass} hold${pass === 1 ? 's' : ''}, ${fail} ${fail === 1 ? 'does' : 'do'} not, and ${unverifiable} cannot be verified here.`;
  return `${claims} ${severitiesFound(body.findings)}`;
}

function severitiesFound(all: readonly Finding[]): string {
  if (all.length === 0) {
    return 'Nothing was found to object to.';
  }
  const counts = countBySeverity(all);
  const parts = severitySchema.options
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  return `${counted(all.length, 'finding')}: ${parts.join(', ')}.`;
}

function assessment(verdict: Verdict): string {
  return verdict.reasons.map((reason) => `- ${escapeMarkdown(reason.text)}`).join('\n');
}

function findings(all: readonly Finding[]): string {
  if (all.length === 0) {
    return 'None.';
  }
  return all
    .toSorted((a, b) => compareSeverity(a.severity, b.severity) || number(a) - number(b))
    .map(finding)
    .join('\n\n---\n\n');
}

function number(finding: Finding): number {
  return Number(finding.id.slice(1));
}

function finding(finding: Finding): string {
  // A check's words are Markdown of ours; a model's are prose.
  const words = finding.check === undefined ? proseOf : (text: string): string => text;
  const { start } = finding.range;
  const section = finding.anchor.section.at(-1);
  const also = finding.related.map((range) => String(range.start.line));
  return [
    `### [${finding.id}] ${escapeMarkdown(finding.title)}`,
    [
      `**Severity:** ${capitalized(finding.severity)}`,
      `**Category:** ${capitalized(finding.category)}`,
      `**Location:** line ${start.line}, column ${start.column}${section === undefined ? '' : `, section "${escapeMarkdown(section)}"`}${also.length === 0 ? '' : `; also line ${also.join(', ')}`}`,
      `**Raised by:** ${finding.reviewers.map(escapeMarkdown).join(', ')}${finding.check === undefined ? '' : ` (${inlineCode(finding.check)})`}`,
      ...(finding.confidence === undefined ? [] : [`**Confidence:** ${capitalized(finding.confidence)}`]),
    ].join('  \n'),
    `**Observation:**\n${words(finding.observation)}`,
    `**Concern:**\n${words(finding.concern)}`,
    `**Recommendation:**\n${words(finding.recommendation)}`,
    ...findingRemarks(finding),
  ].join('\n\n');
}

function claimsTable(round: RoundFacts, claims: readonly Claim[]): string {
  const open = claims.filter((claim) => claim.verdict !== 'pass');
  const counts = `${round.claims.pass} pass, ${round.claims.fail} fail, ${round.claims.unverifiable} unverifiable.`;
  if (open.length === 0) {
    return counts;
  }
  const rows = open.map((claim) => [
    String(claim.range.start.line),
    claim.kind,
    inlineCode(claim.value),
    claim.intent,
    claim.verdict,
    escapeMarkdown(claim.detail) +
      (claim.suggestion === undefined ? '' : `; closest: ${inlineCode(claim.suggestion)}`),
  ]);
  return `${counts}\n\n${markdownTable(['Line', 'Kind', 'Claim', 'Intent', 'Verdict', 'Detail'], rows)}`;
}

/** What the plan asked to leave alone: it weighs nothing in the verdict, so whoever signs has to see it. */
function suppressed(round: RoundFacts): string[] {
  if (round.suppressed === undefined) {
    return [];
  }
  const rows = round.suppressed.map((finding) => [
    String(finding.range.start.line),
    inlineCode(finding.check),
    finding.severity,
    escapeMarkdown(finding.title),
    finding.suppression.reason === null ? 'none given' : escapeMarkdown(finding.suppression.reason),
  ]);
  return ['## Suppressed', markdownTable(['Line', 'Check', 'Severity', 'Finding', 'Reason'], rows)];
}

function remarks(all: readonly { id: string; text: string }[], none: string): string {
  return all.length === 0 ? none : all.map((remark) => `- [${remark.id}] ${remark.text}`).join('\n');
}

function recommendation(round: RoundFacts, hasFindings: boolean): string {
  const names = round.verdict.reasons.flatMap(({ finding: id }) => id ?? []).join(', ');
  switch (round.verdict.value) {
    case 'GO': {
      const findings = !hasFindings ? '' : ' The findings can be dealt with on the way.';
      return `Nothing was found that stands in the way of carrying this plan out.${findings}${basis(round)}`;
    }
    case 'CONDITIONAL GO':
      return names === ''
        ? 'Deal with the reasons above before the work begins, and review the plan again.'
        : `Deal with ${names} before the work begins, and review the plan again.`;
    case 'NO-GO':
      return `Do not begin: resolve ${names} first, and review the plan again.`;
  }
}

/** What a GO does not cover, when no reviewer has read the plan for its sense. */
export function basis(round: Pick<Round, 'reviewers'>): string {
  return round.reviewers.every((reviewer) => reviewer.id === 'checks')
    ? ' This rests on the checks alone: what the plan names was verified, and nobody has judged whether it would work.'
    : '';
}
