import type { Check } from './check.ts';
import { tagExists } from './tagExists.ts';
import { symbolExists } from './symbolExists.ts';
import { scriptExists } from './scriptExists.ts';
import { packageExists } from './packageExists.ts';
import { linkExists } from './linkExists.ts';
import { lineExists } from './lineExists.ts';
import { frontMatterCheck } from './frontMatterCheck.ts';
import { dependencyExists } from './dependencyExists.ts';
import { branchExists } from './branchExists.ts';
import { countMatches } from './countMatches.ts';
import { sumMatches } from './sumMatches.ts';
import { listsAgree } from './listsAgree.ts';
import { namesAgree } from './namesAgree.ts';
import { successCriteria } from './successCriteria.ts';
import { vagueWording } from './vagueWording.ts';
import { rollbackPresent } from './rollbackPresent.ts';
import { laneOverlap } from './laneOverlap.ts';
import { hiddenInstruction } from './hiddenInstruction.ts';
import { commitExists } from './commitExists.ts';
import { fileExists } from './fileExists.ts';
import { packetParts } from './packetParts.ts';
import { placeholderLeft } from './placeholderLeft.ts';
import { sectionExists } from './sectionExists.ts';
import { sectionsPresent } from './sectionsPresent.ts';

/** Every built-in check. A check that is not in this list does not run. */
export const checks: readonly Check[] = [
  fileExists,
  commitExists,
  branchExists,
  tagExists,
  dependencyExists,
  lineExists,
  symbolExists,
  scriptExists,
  packageExists,
  linkExists,
  frontMatterCheck,
  sectionExists,
  sectionsPresent,
  packetParts,
  placeholderLeft,
  countMatches,
  sumMatches,
  listsAgree,
  namesAgree,
  successCriteria,
  vagueWording,
  rollbackPresent,
  laneOverlap,
  hiddenInstruction,
];
