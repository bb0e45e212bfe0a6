import type { Persona } from '../domain/persona.ts';
import type { Ratings } from '../domain/personaReview.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';

/** One persona's reading of one plan. */
export interface Reading {
  /** The plan's path. */
  readonly plan: string;
  readonly reviewer: string;
  readonly name: string;
  readonly archetype: string;
  readonly experience: Persona['experience'];
  readonly status: ReviewerReport['status'];
  /** Undefined where it did not answer. */
  readonly answer:
    | {
        readonly ratings: Ratings;
        readonly strengths: readonly string[];
        readonly findings: number;
        /** The words of all that it said. */
        readonly words: number;
      }
    | undefined;
  /** In milliseconds; undefined where nobody measured. */
  readonly elapsedMs: number | undefined;
}

/** What a reading of a plan that was answered says. */
export type Answer = NonNullable<Reading['answer']>;

/** The readings that were answered, with their answers. */
export function answered(readings: readonly Reading[]): readonly (Reading & { readonly answer: Answer })[] {
  return readings.flatMap((reading) =>
    reading.answer === undefined ? [] : [{ ...reading, answer: reading.answer }],
  );
}
