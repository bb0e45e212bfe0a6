/** Alarms, so that tests can set the time. */
export interface Timer {
  /** Calls `callback` once, so many milliseconds from now. What it returns calls it off, and does nothing later. */
  after(milliseconds: number, callback: () => void): () => void;
}
