import type { DraftFinding, FindingNote, Confidence, PlanWords, Statement } from './finding.ts';

/**
 * A finding of one reviewer of a round, placed in the snapshot and with the severity that the host counts it for, before
 * it is merged with what others found and numbered.
 */
export interface RaisedFinding extends Omit<DraftFinding, 'check'> {
  /** What it is called until it has a number: the reviewer's id and its place in that review, such as `security-2`. */
  readonly label: string;
  /** The reviewer's id; `checks` for what a check found. */
  readonly reviewer: string;
  /** The check that raised it; undefined for a persona's. */
  readonly check: string | undefined;
  /** The plan's own words that it sits on; empty where it is about the plan as a whole, or its quote is invented. */
  readonly quote: string;
  readonly confidence: Confidence | undefined;
  /** The reviewer's own words. */
  readonly statement: Statement;
  readonly notes: readonly FindingNote[];
  /** The words of the plan that a packet is about, where it quotes those. */
  readonly inPlan?: PlanWords;
}

/** What became of the findings of several reviewers on one root cause. It still has no number. */
export interface MergedFinding extends Omit<DraftFinding, 'check'> {
  /** The labels of what went into it, in the order in which they were raised. */
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly check: string | undefined;
  readonly confidence: Confidence | undefined;
  /** Each reviewer's own words, in the order in which they were raised. */
  readonly statements: readonly Statement[];
  readonly notes: readonly FindingNote[];
  /** The words of the plan that a packet is about, where it quotes those. */
  readonly inPlan?: PlanWords;
}
