import { PlanReviewError } from '../../base/errors.ts';
import { STORE_FOLDER } from '../layout.ts';

/** The index as messages call it, relative to the workspace folder. */
export const INDEX_SHOWN = `${STORE_FOLDER}/index.db`;

const DELETE = `delete "${INDEX_SHOWN}"; it holds nothing that the reviews do not say`;

/**
 * SQLite's primary result codes (https://www.sqlite.org/rescode.html) that users can do something about. All others are
 * faults of ours.
 */
const troubles: Readonly<Record<number, () => PlanReviewError>> = {
  3: () => unwritable('you have no permission to write there', 'Give yourself write access to the folder.'),
  5: busy,
  6: busy,
  8: () => unwritable('it is read-only', 'Give yourself write access to the folder.'),
  10: () => unwritable('the disk reports an error', 'Check that the disk works and has space left.'),
  11: corrupt,
  13: () => unwritable('the disk is full', 'Free some space.'),
  14: () => unwritable('the system does not let us open it', 'Check the permissions of the folder.'),
  15: busy,
  23: () => unwritable('you have no permission to write there', 'Give yourself write access to the folder.'),
  26: corrupt,
};

/** What an error of SQLite means for the person who asked; whatever else it is comes back as it is. */
export function translated(error: unknown): unknown {
  const trouble = troubles[resultCode(error) ?? -1]?.();
  if (trouble !== undefined) {
    trouble.cause = error;
  }
  return trouble ?? error;
}

/** Whether somebody else writes at this moment. */
export function isBusy(error: unknown): boolean {
  return [5, 6, 15].includes(resultCode(error) ?? -1);
}

/** The primary result code of SQLite; extended ones have it in their low byte. */
function resultCode(error: unknown): number | undefined {
  if (error instanceof Error && 'errcode' in error && typeof error.errcode === 'number') {
    return error.errcode & 0xff;
  }
  return undefined;
}

function busy(): PlanReviewError {
  return new PlanReviewError({
    code: 'index-busy',
    message: `The index of reviews, "${INDEX_SHOWN}", is held by another program.`,
    wayOut: 'Close the program that has it open, and try again.',
    isRetryable: true,
  });
}

/** An `index-unwritable` error: `why` completes "… cannot be written:". */
export function unwritable(why: string, wayOut: string): PlanReviewError {
  return new PlanReviewError({
    code: 'index-unwritable',
    message: `The index of reviews, "${INDEX_SHOWN}", cannot be written: ${why}.`,
    wayOut,
    isRetryable: true,
  });
}

/** An `index-corrupt` error. It leaves the adapter only where a rebuilt index is corrupt as well. */
export function corrupt(): PlanReviewError {
  return new PlanReviewError({
    code: 'index-corrupt',
    message: `The index of reviews, "${INDEX_SHOWN}", is damaged.`,
    wayOut: `Check that the disk works, then ${DELETE}.`,
  });
}

/** An `index-newer` error. */
export function newer(version: number, known: number): PlanReviewError {
  return new PlanReviewError({
    code: 'index-newer',
    message: `The index of reviews, "${INDEX_SHOWN}", has version ${version}, and this Plan Review knows versions up to ${known}.`,
    wayOut: `Update Plan Review, or ${DELETE}.`,
  });
}

/** An `index-unavailable` error. */
export function unavailable(): PlanReviewError {
  return new PlanReviewError({
    code: 'index-unavailable',
    message: 'Questions about all reviews need SQLite, which this Node.js does not have.',
    wayOut: 'Use Node.js 22.13 or later. Checking and reviewing plans, one by one, works without it.',
  });
}
