import type { CheckRule } from './checkRule.ts';

const rule = (
  id: string,
  { title, tags, severity, category }: Pick<CheckRule, 'title' | 'tags' | 'severity' | 'category'>,
): CheckRule => ({ id, title, tags, severity, category, origin: 'built-in' });

/** What a review of the execution looks at, beside the checks of the plan's text. */
export const executionRules = {
  work: rule('work-exists', {
    title: 'The branch of the work is there, and holds commits since the plan',
    tags: ['execution', 'git'],
    severity: 'major',
    category: 'completeness',
  }),
  steps: rule('steps-done', {
    title: 'The files that each step promises were created, changed and removed',
    tags: ['execution', 'files'],
    severity: 'major',
    category: 'completeness',
  }),
  validation: rule('validation-passes', {
    title: "The plan's validation commands were run, and pass",
    tags: ['execution', 'commands'],
    severity: 'major',
    category: 'testing',
  }),
  criteria: rule('criteria-met', {
    title: 'Nothing speaks against a success criterion',
    tags: ['execution'],
    severity: 'major',
    category: 'completeness',
  }),
  drift: rule('no-drift', {
    title: 'What the plan relied on is as it was, and what was changed is what the plan names',
    tags: ['execution', 'files', 'git'],
    severity: 'minor',
    category: 'scope',
  }),
  gates: rule('gates-prove', {
    title: 'Validation commands can be run, and do not pass before the work',
    tags: ['commands'],
    severity: 'minor',
    category: 'testing',
  }),
} as const satisfies Readonly<Record<string, CheckRule>>;

/** The rules of an execution review. */
export const reviewedInExecution: readonly CheckRule[] = [
  executionRules.work,
  executionRules.steps,
  executionRules.validation,
  executionRules.criteria,
  executionRules.drift,
];
