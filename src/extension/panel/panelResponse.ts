import type { ResponseDraft, ResponseView } from '../../core/index.ts';
import type { PanelDraft, ReadableResponse } from '../../protocol/panelResponse.ts';

/** A response as the page gets it. */
export function panelResponse(view: ResponseView, places: ReadableResponse['places']): ReadableResponse {
  const { response, version, isEdited, findings, questions, drafted, problems, proofs, document } = view;
  const { author, summary, assessment, assessmentReason, answers } = response;
  const { recommendation, confidence, confidenceReason } = response;
  return {
    kind: 'readable',
    round: response.round,
    version,
    state: response.state,
    updatedAt: response.updatedAt,
    words: {
      author,
      summary,
      assessment,
      assessmentReason,
      findings: response.findings,
      answers,
      recommendation,
      confidence,
      confidenceReason,
    },
    isEdited,
    open: findings.map(({ id }) => id),
    questions: [...questions],
    ...(drafted.length === 0
      ? {}
      : {
          drafted: drafted.map(({ about, field }) => ({ ...(about === undefined ? {} : { about }), field })),
        }),
    problems: problems.map(({ about, field, message }) => ({
      ...(about === undefined ? {} : { about }),
      field,
      message,
    })),
    proofs: proofs.map(({ finding, state, detail }) => ({ finding, state, detail })),
    places,
    document: document.path,
  };
}

/** What the page has sent, as core stores it, on top of `version`. */
export function draftToStore({ round, words }: PanelDraft, version: string | null): ResponseDraft {
  return { ...words, round, version };
}
