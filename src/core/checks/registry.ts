import type { Check } from './check.ts';
import { commitExists } from './commitExists.ts';
import { fileExists } from './fileExists.ts';
import { placeholderLeft } from './placeholderLeft.ts';
import { sectionExists } from './sectionExists.ts';
import { sectionsPresent } from './sectionsPresent.ts';

/** Every built-in check. A check that is not in this list does not run. */
export const checks: readonly Check[] = [
  fileExists,
  commitExists,
  sectionExists,
  sectionsPresent,
  placeholderLeft,
];
