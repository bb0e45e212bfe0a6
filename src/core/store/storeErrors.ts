import { PlanReviewError, systemErrorCode } from '../base/errors.ts';

/** What each system error means for the person who reads it, and what helps. */
const KNOWN: Readonly<Record<string, { readonly problem: string; readonly wayOut: string }>> = {
  ENOSPC: { problem: 'the disk is full', wayOut: 'Free some space and start the review again.' },
  EDQUOT: { problem: 'your disk quota is used up', wayOut: 'Free some space and start the review again.' },
  EFBIG: { problem: 'the file would be too large', wayOut: 'Split the plan and start the review again.' },
  EROFS: {
    problem: 'the file system is read-only',
    wayOut: 'Review a copy of the workspace on a writable disk, or run the checks alone: they store nothing.',
  },
  EACCES: {
    problem: 'you have no permission to write there',
    wayOut: 'Give yourself write access to the folder, or run the checks alone: they store nothing.',
  },
  EPERM: {
    problem: 'the system does not allow it',
    wayOut:
      'Close programs that hold the file and check the permissions of the folder, then start the review again.',
  },
  EBUSY: {
    problem: 'another program holds the file',
    wayOut: 'Close programs that hold the file, then start the review again.',
  },
  EMFILE: { problem: 'too many files are open', wayOut: 'Close some programs and start the review again.' },
  EIO: { problem: 'the disk reports an error', wayOut: 'Check the disk before you go on.' },
  ENOENT: {
    problem: 'its folder was removed meanwhile',
    wayOut: 'Start the review again.',
  },
};

/** A `store-unwritable` error for a failed write. `what` completes "… could not be written". */
export function unwritable(what: string, cause: unknown): PlanReviewError {
  if (cause instanceof PlanReviewError) {
    return cause;
  }
  const code = systemErrorCode(cause);
  if (code === undefined) {
    // Not the system's doing, so it is ours: let it be seen with its stack.
    throw cause;
  }
  const known = KNOWN[code];
  return new PlanReviewError({
    code: 'store-unwritable',
    message: `${what} could not be written: ${known?.problem ?? `the system says ${code}`}.`,
    wayOut: known?.wayOut ?? 'Check that the folder can be written to, then start the review again.',
    isRetryable: true,
    cause,
  });
}

/** A `store-unwritable` error for a place where a folder of ours should be and something else is. */
export function notAFolder(shown: string, kind: 'file' | 'other'): PlanReviewError {
  const what = kind === 'file' ? 'a file' : 'a link or a special file';
  return new PlanReviewError({
    code: 'store-unwritable',
    message: `The review cannot be stored: "${shown}" is ${what}, and a folder of the workspace is needed there.`,
    wayOut: `Rename or remove "${shown}", then start the review again. Reviews are never written through a link.`,
  });
}

/** A `store-inconsistent` error: what is stored contradicts itself. */
export function inconsistent(message: string, wayOut: string, cause?: unknown): PlanReviewError {
  return new PlanReviewError({ code: 'store-inconsistent', message, wayOut, cause });
}

/** The sentence that goes with every artifact that is not as it was written. */
export const RESTORE = 'Restore it from version control, or delete the whole round folder to do without it.';

/** The sentence that goes with an artifact of a later version. */
export const UPDATE = 'Update Plan Review to read it.';
