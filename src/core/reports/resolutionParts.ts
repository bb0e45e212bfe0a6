import type { Finding } from '../domain/finding.ts';
import type { Resolution, ResolutionStatus } from '../domain/resolution.ts';
import type { Round } from '../domain/round.ts';
import { capitalized, counted, escapeMarkdown, markdownTable } from './markdown.ts';

/** What one reviewer decided of a finding of its own. */
export interface PersonaResolution {
  readonly finding: string;
  readonly status: ResolutionStatus;
  readonly notes: string;
}

/** How documents name what became of a finding: `Partially resolved`. */
export function statusLabel(status: ResolutionStatus | 'open'): string {
  return capitalized(status.replace('-', ' '));
}

/** The parts of a review document that only a later round has. */
export function resolutionParts(
  {
    number,
    resolutions = [],
    dropped = [],
    residual = [],
  }: Pick<Round, 'number' | 'resolutions' | 'dropped' | 'residual'>,
  earlier: readonly Pick<Finding, 'id' | 'title'>[],
): string[] {
  const titles = new Map(earlier.map(({ id, title }) => [id, title]));
  return [
    ...(resolutions.length === 0
      ? []
      : [
          `## Round ${number - 1} Concern Resolution`,
          markdownTable(
            ['Finding', 'Status', 'Notes', 'Proof', 'Decided by'],
            resolutions.map((resolution) => [
              nameOf(resolution, titles),
              statusLabel(resolution.status),
              escapeMarkdown(resolution.notes),
              proofText(resolution),
              escapeMarkdown(resolution.by.join(', ')),
            ]),
          ),
        ]),
    ...(residual.length === 0
      ? []
      : [
          `${residual.join(', ')} ${residual.length === 1 ? 'was' : 'were'} raised after two rounds had ended NO-GO. ${residual.length === 1 ? 'It is' : 'They are'} recorded as residual risk and ${residual.length === 1 ? 'does' : 'do'} not hold the plan up.`,
        ]),
    ...(dropped.length === 0
      ? []
      : [
          '## Not Counted',
          `${counted(dropped.length, 'new finding')} of reviewers cannot be raised in a later round.`,
          markdownTable(
            ['Reviewer', 'Severity', 'Finding', 'Reason'],
            dropped.map(({ reviewer, severity, title, reason }) => [
              escapeMarkdown(reviewer),
              capitalized(severity),
              escapeMarkdown(title),
              escapeMarkdown(reason),
            ]),
          ),
        ]),
  ];
}

function nameOf({ finding }: Resolution, titles: ReadonlyMap<string, string>): string {
  const title = titles.get(finding);
  return title === undefined ? finding : `${finding} (${escapeMarkdown(title)})`;
}

function proofText({ proof }: Resolution): string {
  const state = proof.state === 'none' ? 'no action claimed' : proof.state;
  return escapeMarkdown(proof.detail === '' ? state : `${state}: ${proof.detail}`);
}

/** What one reviewer decided, for its own document. */
export function ownResolutions(round: number, resolutions: readonly PersonaResolution[]): string[] {
  return resolutions.length === 0
    ? []
    : [
        `## Round ${round - 1} Concern Resolution`,
        markdownTable(
          ['Finding', 'Status', 'Notes'],
          resolutions.map(({ finding, status, notes }) => [
            escapeMarkdown(finding),
            statusLabel(status),
            escapeMarkdown(notes),
          ]),
        ),
      ];
}
