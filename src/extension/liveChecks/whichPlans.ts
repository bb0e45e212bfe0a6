/** Which documents are checked as one types: the setting `planReview.check.asYouType`. */
export type AsYouType = 'plans' | 'all' | 'off';

/** What is known of an open document without reading it. */
export interface OpenDocument {
  readonly asYouType: AsYouType;
  /** The file's name. */
  readonly name: string;
  /** Its length in UTF-16 units. */
  readonly length: number;
  /** Whether it was reviewed, or somebody asked for a check of it in this window. */
  readonly isKnown: boolean;
  /** Whether the user swept its findings away. */
  readonly isCleared: boolean;
}

/** In UTF-16 units: a longer text is checked when somebody asks for it, and not at every pause. */
export const longestLive = 2_000_000;

/** Documents about a folder or a project: they stand among plans and are none. */
const notPlans =
  /^(?:readme|changelog|contributing|code_of_conduct|security|support|license|agents|claude)\b/i;

/** Whether to check a document as one types; `if-plan` leaves it to what the document is and where it lies. */
export function wantsLiveCheck(document: OpenDocument): 'yes' | 'no' | 'if-plan' {
  if (document.asYouType === 'off' || document.isCleared || document.length > longestLive) {
    return 'no';
  }
  if (document.asYouType === 'all' || document.isKnown) {
    return 'yes';
  }
  return notPlans.test(document.name) ? 'no' : 'if-plan';
}

/** The setting's value, whatever somebody wrote into the settings. */
export function asYouTypeOf(value: unknown): AsYouType {
  return value === 'all' || value === 'off' ? value : 'plans';
}
