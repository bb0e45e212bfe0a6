/**
 * What the user has agreed to in this workspace: that a command of its own checks is run, that a plan is sent to a
 * provider. Kept where no repository can bring its own.
 */
export interface Consents {
  /** Whether the user has agreed to the text that has this SHA-256. */
  isAgreed(sha256: string): Promise<boolean>;
  /**
   * Records that the user agrees to exactly this text. An earlier text on the same subject is forgotten.
   * @throws PlanReviewError `consent-unavailable` where there is no place outside the workspace to keep it.
   */
  agree(consent: { readonly subject: string; readonly sha256: string }): Promise<void>;
  /** Forgets what was agreed to on a subject. False where there was nothing. */
  revoke(subject: string): Promise<boolean>;
}
