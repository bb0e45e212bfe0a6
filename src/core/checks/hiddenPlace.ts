/** Something in a plan that a person does not see, or that is meant for a model that reviews it. Offsets in the plan. */
export interface HiddenPlace {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  /** What stands there, as a sentence. */
  readonly observation: string;
}
