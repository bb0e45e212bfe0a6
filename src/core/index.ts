export type { AnchorPlace } from './domain/anchor.ts';
export {
  checkReportSchema,
  type CheckProblem,
  type CheckReport,
  type PlanCheck,
  type SuppressedFinding,
} from './domain/checkReport.ts';
export { backtestReportSchema, type Backtest, type BacktestReport } from './domain/backtestReport.ts';
export {
  campaignStatusSchema,
  isCampaignId,
  type Campaign,
  type CampaignDetail,
  type CampaignStatus,
} from './domain/campaign.ts';
export {
  isJointCampaignId,
  type JointCampaign,
  type JointPanel,
  type JointPlan,
  type JointPlanStatus,
} from './domain/jointCampaign.ts';
export type { JointRequest, JointRetry, JointView } from './pipeline/campaigns/jointDeps.ts';
export type { JointQuery } from './jointReview.ts';
export type { NotesDraft } from './pipeline/campaigns/notes.ts';
export type { StoredNotes } from './ports/notesStore.ts';
export type { StoredCampaign } from './ports/campaignStore.ts';
export type { JointEvent, JointProgress } from './ports/jointProgress.ts';
export { findingStatusSchema, type IndexedFinding } from './domain/indexedFinding.ts';
export type { CampaignReport, CampaignsReport, FindingsReport } from './domain/queryReports.ts';
export type { CampaignQuery, FindingQuery } from './ports/reviewIndex.ts';
export type { PersonaRecord } from './domain/personaRecord.ts';
export type { PersonasReport } from './domain/personasReport.ts';
export { personasText } from './reports/personasText.ts';
export { jointDocuments } from './reports/jointDocument.ts';
export { trendDocument } from './reports/trendDocument.ts';
export {
  campaignsText,
  findingsText,
  indexedText,
  jointCampaignsText,
  jointText,
} from './reports/queryText.ts';
export { reviewDocument } from './reports/reviewDocument.ts';
export type { CheckRule } from './domain/checkRule.ts';
export { defaultCheckSettings, type CheckSettings } from './checks/settings.ts';
export { creationFix } from './checks/creationFix.ts';
export { suppressionFix } from './checks/suppressionFix.ts';
export type { LaneReport } from './domain/laneReport.ts';
export { laneText } from './reports/laneText.ts';
export type { PacketPlans } from './pipeline/packetPlans.ts';
export { isPlanId } from './pipeline/findPlan.ts';
export type { Claim } from './domain/claim.ts';
export {
  categorySchema,
  compareSeverity,
  isAtLeast,
  severitySchema,
  type CheckFinding,
  type Finding,
  type Fix,
  type Severity,
} from './domain/finding.ts';
export type { Disposition, FindingResponse, Response, ResponseProblem } from './domain/response.ts';
export { riskSchema, type ReviewRecord, type Risk } from './domain/record.ts';
export type { ReviewMode } from './domain/plan.ts';
export type { Position, Range } from './domain/position.ts';
export { verdictValueSchema, type VerdictValue } from './domain/verdict.ts';
export { PlanReviewError, type ErrorCode } from './base/errors.ts';
export { ModelError } from './domain/modelError.ts';
export type { Prompt } from './domain/prompt.ts';
export { readCredential, type AnthropicCredential } from './models/anthropic/credential.ts';
export { anthropicBaseUrl, readEndpoint } from './models/anthropic/endpoint.ts';
export type {
  LanguageModel,
  ModelAnswer,
  ModelRequest,
  ProviderState,
  TokenPrices,
} from './ports/languageModel.ts';
export type { ModelProvider } from './ports/providers.ts';
export type { Logger } from './ports/logger.ts';
export type { Progress, ProgressEvent } from './ports/progress.ts';
export type {
  BacktestRequest,
  CheckCatalogue,
  CheckRequest,
  NextRequest,
  OwnCommand,
  PlanRequest,
  PlanReview,
  ResumeRequest,
  RetryRequest,
  ReviewRequest,
  UnfinishedView,
} from './planReview.ts';
export type { Diagnosis } from './pipeline/diagnose.ts';
export type { PlanCommand } from './pipeline/execution/planCommands.ts';
export type { ReviewSummary, RoundLine } from './pipeline/listReviews.ts';
export type { ApprovalView } from './pipeline/rounds/approval.ts';
export type { ChangesView } from './pipeline/rounds/changes.ts';
export type { RecordProposal, Signing } from './pipeline/rounds/finalize.ts';
export type { AuthorRequest } from './pipeline/drafts/draftContext.ts';
export type { DraftedResponse, DraftEstimate } from './pipeline/drafts/draftResponse.ts';
export type { ResponseDraft, ResponseView } from './pipeline/rounds/responses.ts';
export type { PlacedFinding, PlacedState, PlanView, ReviewView, RoundView } from './pipeline/views.ts';
export { githubText, type LocatedCheck, type LocatedProblem } from './reports/github.ts';
export { sarifLog } from './reports/sarif.ts';
export { backtestText } from './reports/backtestText.ts';
export { proposalText, recordText, reviewStateText } from './reports/recordTerminal.ts';
export { draftText } from './reports/draftTerminal.ts';
export { responseText } from './reports/responseTerminal.ts';
export { printable, type Paint, type Tone } from './reports/paint.ts';
export { checkText, problemsText, reviewText } from './reports/terminal.ts';
export type { ReviewReport } from './domain/reviewReport.ts';
export type { PanelRequest } from './pipeline/panel/assignReviewers.ts';
export type { Remaining } from './pipeline/panel/changeRemaining.ts';
export type { RoundEstimate } from './pipeline/panel/estimate.ts';
export { batchUnavailable } from './domain/batch.ts';
export type { FirstSending } from './pipeline/panel/sending.ts';
export type { ModelOptions } from './wireModels.ts';
export { createPlanReview, type PlanReviewOptions } from './createPlanReview.ts';
export { evidenceRanges, evidenceReference } from './text/evidenceReference.ts';
export { placeEdits } from './text/quotedEdits.ts';
export { trackRange, type TextChange } from './text/trackRange.ts';
