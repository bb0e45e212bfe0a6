/**
 * The versions of a response that one page has stored, one on top of the other. A page that is about to go sends its last
 * words without waiting for the answer to those before, so they come on top of a version that is its own, but not the
 * latest of them.
 */
export class OwnVersions {
  #round = 0;
  #chain: (string | null)[] = [];

  /** The version that a draft is to replace: the page's own latest where the draft's is one of its earlier. */
  latestOf(round: number, version: string | null): string | null {
    const isOwn = round === this.#round && this.#chain.includes(version);
    return isOwn ? (this.#chain.at(-1) ?? null) : version;
  }

  /** A draft on top of `version` was stored as `stored`. */
  add(round: number, version: string | null, stored: string | null): void {
    if (round !== this.#round || !this.#chain.includes(version)) {
      this.#round = round;
      this.#chain = [version];
    }
    this.#chain.push(stored);
  }

  /** Somebody else has stored something in between. */
  forget(): void {
    this.#chain = [];
  }
}
