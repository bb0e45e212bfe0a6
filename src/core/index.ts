export type { AnchorPlace } from './domain/anchor.ts';
export { checkReportSchema, type CheckReport, type PlanCheck } from './domain/checkReport.ts';
export type { Claim } from './domain/claim.ts';
export {
  compareSeverity,
  isAtLeast,
  severitySchema,
  type CheckFinding,
  type Finding,
  type Severity,
} from './domain/finding.ts';
export type { ReviewMode } from './domain/plan.ts';
export type { Range } from './domain/position.ts';
export type { VerdictValue } from './domain/verdict.ts';
export { PlanReviewError, type ErrorCode } from './base/errors.ts';
export type { Logger } from './ports/logger.ts';
export type { Progress, ProgressEvent } from './ports/progress.ts';
export type {
  CheckRequest,
  Diagnosis,
  PlacedFinding,
  PlanRequest,
  PlanReview,
  PlanView,
  ReviewRequest,
  ReviewView,
  RoundView,
} from './planReview.ts';
export { createPlanReview, type PlanReviewOptions } from './createPlanReview.ts';
export { trackRange, type TextChange } from './text/trackRange.ts';
