import type { z } from 'zod';
import type { dispositionSchema } from '../../src/core/domain/response.ts';

/** An answer to a finding as a model drafts it. */
export interface WrittenAnswer {
  readonly finding: string;
  readonly disposition: z.infer<typeof dispositionSchema>;
  readonly response: string;
  readonly action: string;
  readonly evidence: string;
}

/** An edit as a model drafts it. */
export interface WrittenEdit {
  readonly for: readonly string[];
  readonly old: string;
  readonly new: string;
  readonly reason: string;
}

/** An answer that acknowledges a finding, with whatever is particular to a test. */
export function draftedAnswer(finding: string, fields: Partial<WrittenAnswer> = {}): WrittenAnswer {
  return {
    finding,
    disposition: 'acknowledged',
    response: `${finding} is true, and bearable.`,
    action: '',
    evidence: '',
    ...fields,
  };
}

/** A draft that a model writes: an answer to each of these, and what else a test wants in it. */
export function draftBy(
  findings: readonly WrittenAnswer[],
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return { summary: 'Most of it is accepted.', findings, answers: [], ...fields };
}

/** What a prompt asks for: the ids of the findings and questions that are marked as to be answered. */
export function askedIn(prompt: string): {
  readonly findings: readonly string[];
  readonly questions: readonly string[];
} {
  const marked = [...prompt.matchAll(/\[([FQ]\d+)\] .*\(to be answered\)/g)].map(([, id]) => id ?? '');
  return {
    findings: marked.filter((id) => id.startsWith('F')),
    questions: marked.filter((id) => id.startsWith('Q')),
  };
}
