import type { Category, Severity } from './finding.ts';

/** A check as others see it: what it is called and how much it weighs where nobody has set anything. */
export interface CheckRule {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly severity: Severity;
  readonly category: Category;
  /** `built-in`, or the path of the file that defines it, relative to the workspace folder. */
  readonly origin: string;
}
