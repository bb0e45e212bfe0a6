/** Something that the verdict of a documentation-driven check rests on. Paths are relative to the workspace folder. */
export type Basis =
  { readonly type: 'file' | 'folder'; readonly path: string } | { readonly type: 'head' | 'refs' };

/** The state of what a verdict rests on. Two equal stamps mean that nothing of it changed in between. */
export interface Stamp {
  /** 64 hexadecimal digits. */
  readonly value: string;
  /**
   * False while a file has changed so lately that another change might leave the same times behind; nothing may be
   * remembered under such a stamp.
   */
  readonly isSettled: boolean;
}

/** Tells the state of things. */
export interface Stamps {
  /** The stamp of all of `basis`, or undefined where it cannot be told (no git, a folder with too many files). */
  of(basis: readonly Basis[], signal?: AbortSignal): Promise<Stamp | undefined>;
}

/** What is remembered of a verified value. */
export interface CacheKey {
  readonly check: string;
  readonly value: string;
  /** The SHA-256 of the definition's text. */
  readonly definition: string;
  /** The value of the stamp that the verdict was found under. */
  readonly stamp: string;
}

/** The cache while a plan is checked. */
export interface CacheSession {
  /** The verdict found under exactly this stamp less than an hour ago, or undefined. */
  get(key: CacheKey): 'pass' | 'fail' | undefined;
  put(key: CacheKey, verdict: 'pass' | 'fail'): void;
  /** Writes down what was used and learned. Never rejects: without a cache everything still works. */
  close(): Promise<void>;
}

/** Verdicts that cost more to find than to remember. */
export interface CheckCache {
  /** Reads the cache and drops what is expired, or belongs to none of `definitions` (SHA-256). Never rejects. */
  open(definitions: ReadonlySet<string>): Promise<CacheSession>;
}
