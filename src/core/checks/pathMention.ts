import type { StatedIntent } from './intent.ts';
import type { PathShape } from './pathShape.ts';

/** A path that the plan names. */
export interface PathMention extends StatedIntent {
  /** As the plan spells it, without a position or an anchor behind it. */
  readonly value: string;
  readonly shape: Exclude<PathShape, { type: 'none' }>;
  /** Whether it is the target of a link or an image, which counts from the plan's own folder. */
  readonly isLink: boolean;
  /** Whether it is a value of the front matter, whose keys say what is wanted with it. */
  readonly isFrontMatter?: boolean;
  /** What stands behind the `#` of a link. */
  readonly fragment?: string;
  /** Offsets in the plan. */
  readonly start: number;
  readonly end: number;
}
