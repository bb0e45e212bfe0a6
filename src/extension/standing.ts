import type { ApprovalView, VerdictValue } from '../core/index.ts';
import type { KnownApproval } from './approvals.ts';

/** What is stored of a plan's latest verdict. */
export interface StoredVerdict {
  /** The verdict of the latest round. */
  readonly latest: VerdictValue;
  /** Whether somebody has signed a record, and it is about the latest round. */
  readonly isRecorded: boolean;
  /** Why the verdict no longer describes the text that is looked at, such as an editor's; undefined while it does. */
  readonly stale: string | undefined;
}

/** What a plan's verdict is worth now. */
export interface Standing {
  readonly verdict: VerdictValue;
  /** Why it no longer counts; empty while it does. */
  readonly reasons: readonly string[];
  /** Who signed it; undefined where nobody did. */
  readonly signedBy: string | undefined;
  /** What else is to be said: an approval that could not be looked at, or an earlier one that was overtaken. */
  readonly remarks: readonly string[];
}

/**
 * What a verdict is worth, by what is stored and by how the approval stands. A record about an earlier round never stands
 * in the place of what a later one found: the verdict is the latest.
 */
export function standingOf(
  { latest, isRecorded, stale }: StoredVerdict,
  known: KnownApproval | undefined,
): Standing {
  const approval = known?.approval;
  const record = approval?.record;
  const isApproval = isRecorded || latest === 'GO';
  const problem = isApproval ? known?.problem : undefined;
  return {
    verdict: isRecorded && record !== undefined ? record.verdict.value : latest,
    reasons: [
      ...new Set([...(stale === undefined ? [] : [stale]), ...(isApproval ? reasonsOf(approval) : [])]),
    ],
    signedBy: isRecorded ? record?.signedBy : undefined,
    remarks: [
      ...(problem === undefined ? [] : [`Whether it still stands cannot be told: ${problem}`]),
      ...(record === undefined || isRecorded
        ? []
        : [`${record.verdict.value}, signed by ${record.signedBy}, was overtaken by a later round.`]),
    ],
  };
}

function reasonsOf(approval: ApprovalView | undefined): readonly string[] {
  return approval?.state === 'stale' ? approval.reasons : [];
}
