import type { PanelReviewRecord, PanelSigning } from '../../src/protocol/panelRecord.ts';

export type Proposal = PanelReviewRecord['proposal'];
export type Risk = PanelSigning['risks'][number];
export type Level = Risk['likelihood'];
export type Confidence = NonNullable<PanelSigning['confidence']>;

export const levels = ['low', 'medium', 'high'] as const satisfies readonly Level[];

/** What somebody has written into the form. What is left out stands as it is proposed. */
export interface RecordDraft {
  /** The round that the record would end with. */
  readonly round: number;
  readonly by: string;
  readonly reason: string;
  readonly risks?: readonly Risk[];
  /** Readiness items that the person holds to be so; none in advance. */
  readonly ticked: readonly string[];
  readonly recommendation?: string;
  readonly confidence?: Confidence;
  readonly confidenceReason?: string;
}

/** What the form shows: the draft on top of what is proposed. */
export interface RecordForm {
  readonly by: string;
  readonly reason: string;
  readonly risks: readonly Risk[];
  readonly ticked: readonly string[];
  readonly recommendation: string;
  readonly confidence: Confidence | undefined;
  readonly confidenceReason: string;
}

/** The draft of somebody who has written nothing yet. */
export function emptyDraft(round: number, by = ''): RecordDraft {
  return { round, by, reason: '', ticked: [] };
}

/** The round that a proposal would end the review with. */
export function roundOf(proposal: Proposal): number {
  return proposal.rounds.at(-1)?.number ?? 0;
}

/**
 * A draft as it may stand when there is something to sign. Behind another round nothing is ticked, and risks are proposed
 * anew; what the person has written stays.
 */
export function draftFor(proposal: Proposal, draft: RecordDraft | undefined): RecordDraft {
  const round = roundOf(proposal);
  if (draft === undefined || draft.round === round) {
    return draft ?? emptyDraft(round);
  }
  const { risks, ...rest } = draft;
  const own = (risks ?? []).filter(({ finding }) => finding === undefined);
  return { ...rest, round, ticked: [], ...(own.length === 0 ? {} : { risks: [...proposal.risks, ...own] }) };
}

/** What the form shows. */
export function formOf(proposal: Proposal, draft: RecordDraft): RecordForm {
  return {
    by: draft.by,
    reason: draft.reason,
    risks: draft.risks ?? proposal.risks,
    ticked: draft.ticked.filter((id) =>
      proposal.readiness.some((item) => item.id === id && item.by === 'person'),
    ),
    recommendation: draft.recommendation ?? proposal.recommendation,
    confidence: draft.confidence ?? proposal.confidence,
    confidenceReason: draft.confidenceReason ?? proposal.confidenceReason,
  };
}

/** What is sent to be signed, with what the person has read. Rows without a word are left out. */
export function signingOf(proposal: Proposal, form: RecordForm): PanelSigning {
  const { verdict, rounds, findings, head } = proposal;
  const { confidence, ...fields } = form;
  return {
    ...fields,
    risks: form.risks.filter(({ risk }) => risk.trim() !== ''),
    ticked: [...form.ticked],
    ...(confidence === undefined ? {} : { confidence }),
    seen: { verdict, rounds, findings, head },
  };
}

/** Reads a draft back that an earlier page saved. What is of another shape is no draft. */
export function restoreDraft(saved: unknown): RecordDraft | undefined {
  const fields = fieldsOf(saved);
  if (typeof fields['round'] !== 'number') {
    return undefined;
  }
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [recommendation, confidenceReason] = [text('recommendation'), text('confidenceReason')];
  const confidence = levels.find((level) => level === fields['confidence']);
  const ticked: readonly unknown[] = Array.isArray(fields['ticked']) ? fields['ticked'] : [];
  const risks: readonly unknown[] | undefined = Array.isArray(fields['risks']) ? fields['risks'] : undefined;
  return {
    round: fields['round'],
    by: text('by') ?? '',
    reason: text('reason') ?? '',
    ticked: ticked.filter((id) => typeof id === 'string'),
    ...(risks === undefined ? {} : { risks: risks.flatMap((risk) => restoreRisk(risk) ?? []) }),
    ...(recommendation === undefined ? {} : { recommendation }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(confidenceReason === undefined ? {} : { confidenceReason }),
  };
}

function restoreRisk(saved: unknown): Risk | undefined {
  const { risk, mitigation, likelihood, impact, finding } = fieldsOf(saved);
  const [likely, bad] = [
    levels.find((level) => level === likelihood),
    levels.find((level) => level === impact),
  ];
  return typeof risk !== 'string' ||
    typeof mitigation !== 'string' ||
    likely === undefined ||
    bad === undefined
    ? undefined
    : {
        risk,
        mitigation,
        likelihood: likely,
        impact: bad,
        ...(typeof finding === 'string' ? { finding } : {}),
      };
}

function fieldsOf(saved: unknown): Partial<Record<string, unknown>> {
  return typeof saved === 'object' && saved !== null ? { ...saved } : {};
}
