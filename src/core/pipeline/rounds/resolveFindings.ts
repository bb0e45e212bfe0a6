import { decideFinding, type Decision } from '../../analysis/decideFinding.ts';
import type { DroppedFinding, ResolutionStatus } from '../../domain/resolution.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import { personaDocument } from '../../reports/reviewDocument.ts';
import type { PlanDiff } from '../../text/planDiff.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import type { Unnumbered } from '../numberFindings.ts';
import { checkFindings } from '../panel/checkFindings.ts';
import { mergeRaised } from '../panel/mergeRaised.ts';
import type { PanelContext } from '../panel/panelContext.ts';
import type { PanelResult } from '../panel/runPanel.ts';
import { toDecide, type EarlierFinding } from './earlierFindings.ts';
import { siftNewFindings } from './newFindings.ts';
import { runResolutionPanel } from './resolutionPanel.ts';

/** What everybody says in a round, before findings have numbers. */
export interface Said {
  /** The reviewers on models; undefined where none were asked. */
  readonly panel: PanelResult | undefined;
  readonly findings: readonly Unnumbered[];
  /** What reviewers decided of earlier findings, by number. */
  readonly decisions: ReadonlyMap<string, readonly Decision[]>;
  /** What they raised and may not. */
  readonly dropped: readonly DroppedFinding[];
}

/** What an open review says: nothing of earlier findings. */
export function openReview(panel: PanelResult | undefined, checks: RoundChecks): Said {
  return { panel, findings: panel?.findings ?? checks.findings, decisions: new Map(), dropped: [] };
}

/** Has the reviewers decide their own earlier findings. Without any, only the checks and the host have something to say. */
export async function resolveFindings(
  context: PanelContext | undefined,
  round: {
    readonly checks: RoundChecks;
    readonly document: PlanDocument;
    readonly earlier: readonly EarlierFinding[];
    /** What changed since the round before. */
    readonly diff: PlanDiff | undefined;
  },
): Promise<Said> {
  const { checks, document, earlier, diff } = round;
  if (context === undefined) {
    return openReview(undefined, checks);
  }
  const openFindings = earlier.filter(({ isOpen }) => isOpen);
  const { outcomes, decisions, raised, remarks } = await runResolutionPanel({
    ...context,
    openFindings,
    diff,
  });
  const { kept, dropped } = siftNewFindings(raised, {
    document,
    diff,
    earlier,
    decided: decidedOf(openFindings, decisions),
  });
  const findings = mergeRaised([...checkFindings(context), ...kept], document, []);
  const { request, open } = context;
  const panel: PanelResult = {
    request,
    outcomes: outcomes.map(({ outcome, ...asked }) => ({
      ...asked,
      outcome:
        outcome.status === 'succeeded'
          ? { status: outcome.status, metadata: outcome.metadata, output: outcome.output.review }
          : outcome,
    })),
    findings,
    summary: undefined,
    themes: [],
    remarks,
    documents: new Map(
      outcomes.flatMap(({ reviewer: { persona }, outcome }) => {
        if (outcome.status !== 'succeeded') {
          return [];
        }
        const { review, resolutions } = outcome.output;
        const { plan, revision, startedAt } = request;
        const told = { number: open.number, plan, revision, date: startedAt.slice(0, 10) };
        return [[persona.id, personaDocument(told, persona.name, { ...review, resolutions })] as const];
      }),
    ),
  };
  return { panel, findings, decisions, dropped };
}

function decidedOf(
  openFindings: readonly EarlierFinding[],
  decisions: ReadonlyMap<string, readonly Decision[]>,
): ReadonlyMap<string, ResolutionStatus> {
  return new Map(
    openFindings.flatMap((earlier) => {
      const own = decisions.get(earlier.finding.id);
      return own === undefined
        ? []
        : [[earlier.finding.id, decideFinding(toDecide(earlier), own).status] as const];
    }),
  );
}
