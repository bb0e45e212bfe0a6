import type * as vscode from 'vscode';
import type { AnthropicCredential } from '../../core/index.ts';

/** Anthropic's own endpoint, for which alone a key of the environment counts. */
const anthropicOrigin = 'https://api.anthropic.com';

/** Where the keys of API endpoints are kept: the editor's secret storage. */
export type SecretStorage = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;

/**
 * The keys of API endpoints. A key belongs to the endpoint that it was set for, by scheme, host and port, and is sent to
 * no other one, whatever the setting of the endpoint becomes: a development container can bring settings of its own.
 */
export class ApiKeys {
  readonly #secrets: SecretStorage;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(secrets: SecretStorage, environment: Readonly<Record<string, string | undefined>>) {
    this.#secrets = secrets;
    this.#environment = environment;
  }

  /** What to show to the endpoint at `origin`: the key that was set, else for Anthropic's own the environment's. */
  async credential(origin: string): Promise<AnthropicCredential | undefined> {
    const stored = await this.#secrets.get(nameOf(origin));
    const apiKey = stored ?? (origin === anthropicOrigin ? this.fromEnvironment() : undefined);
    return apiKey === undefined ? undefined : { apiKey };
  }

  /** Whether a key was set for the endpoint at `origin`. */
  async isSet(origin: string): Promise<boolean> {
    return (await this.#secrets.get(nameOf(origin))) !== undefined;
  }

  async set(origin: string, key: string): Promise<void> {
    await this.#secrets.store(nameOf(origin), key.trim());
  }

  async clear(origin: string): Promise<void> {
    await this.#secrets.delete(nameOf(origin));
  }

  /** The key in the environment that the editor was started with. */
  fromEnvironment(): string | undefined {
    const key = this.#environment['ANTHROPIC_API_KEY']?.trim();
    return key === '' ? undefined : key;
  }
}

function nameOf(origin: string): string {
  return `planReview.apiKey:${origin}`;
}
