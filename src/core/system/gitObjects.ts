import { spawn, type ChildProcess } from 'node:child_process';
import { PlanReviewError } from '../base/errors.ts';
import { SAFE_CONFIG } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** What the object database has under a name. */
export type GitObject =
  | { readonly type: 'missing' | 'ambiguous' }
  | {
      readonly type: 'commit' | 'tree' | 'blob' | 'tag';
      /** The full hash. */
      readonly hash: string;
      readonly content: Buffer;
    };

/** Only these names reach git: hashes in lower case, and the tree of a commit. */
const NAME = /^[0-9a-f]{7,64}(?:\^\{tree\})?$/;

interface Waiting {
  readonly resolve: (object: GitObject) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads objects, any number of them, through one process that runs until it is closed. */
export class ObjectReader {
  readonly #child: ChildProcess;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many bytes have to be there before it is worth looking at them. */
  #needed = 1;
  #end: PlanReviewError | undefined;

  constructor(place: GitPlace) {
    const config = SAFE_CONFIG.flatMap((setting) => ['-c', setting]);
    this.#child = spawn('git', ['--no-pager', ...config, 'cat-file', '--batch'], {
      cwd: place.folder,
      env: place.environment,
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', (cause) => this.#stop(ended(cause)));
    this.#child.on('close', () => this.#stop(ended(undefined)));
    place.signal?.addEventListener('abort', () => this.close(), { once: true });
  }

  /**
   * The object of a name: 7 to 64 lower-case hexadecimal digits, with or without `^{tree}` behind them; anything else
   * is missing.
   * @throws PlanReviewError `history-unavailable` when git has ended.
   */
  async read(name: string): Promise<GitObject> {
    if (!NAME.test(name)) {
      return { type: 'missing' };
    }
    if (this.#end !== undefined) {
      throw this.#end;
    }
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin?.write(`${name}\n`);
    });
  }

  close(): void {
    this.#stop(ended(undefined));
    this.#child.kill('SIGKILL');
  }

  #stop(error: PlanReviewError): void {
    this.#end ??= error;
    for (const { reject } of this.#waiting.splice(0)) {
      reject(this.#end);
    }
  }

  #take(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length >= this.#needed && this.#length > 0) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] ?? chunk) : Buffer.concat(this.#chunks);
      const used = this.#answer(bytes);
      const rest = bytes.subarray(used);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#length = rest.length;
      if (used === 0) {
        return;
      }
    }
  }

  /** Hands out the first answer in `bytes`, and tells how many of them it took: none where it is not whole yet. */
  #answer(bytes: Buffer): number {
    const line = bytes.indexOf('\n');
    if (line === -1) {
      this.#needed = bytes.length + 1;
      return 0;
    }
    const [name = '', type = '', size] = bytes.toString('utf8', 0, line).split(' ');
    if (type === 'missing' || type === 'ambiguous') {
      this.#needed = 1;
      this.#waiting.shift()?.resolve({ type });
      return line + 1;
    }
    const end = line + 1 + Number(size);
    if (bytes.length < end + 1) {
      this.#needed = end + 1;
      return 0;
    }
    this.#needed = 1;
    const content = Buffer.from(bytes.subarray(line + 1, end));
    this.#waiting
      .shift()
      ?.resolve(
        type === 'commit' || type === 'tree' || type === 'blob' || type === 'tag'
          ? { type, hash: name, content }
          : { type: 'missing' },
      );
    return end + 1;
  }
}

function ended(cause: unknown): PlanReviewError {
  return new PlanReviewError({
    code: 'history-unavailable',
    message: 'git ended while the history was being read.',
    wayOut: 'See whether `git fsck` finds the repository whole, and try again.',
    isRetryable: true,
    cause,
  });
}
