/** What a round is doing right now. */
export type ProgressEvent =
  | { readonly type: 'step'; readonly step: 'snapshot' | 'review' | 'record'; readonly text: string }
  | {
      readonly type: 'reviewer';
      readonly reviewer: string;
      readonly name: string;
      readonly state: 'running' | 'done' | 'failed';
      readonly text: string;
    };

/** Told of each step of a round, in order. Must not throw. */
export interface Progress {
  report(event: ProgressEvent): void;
}
