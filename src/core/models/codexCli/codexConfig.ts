import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What we need to know of the user's own configuration of Codex. */
export interface CodexConfig {
  /** The provider that it names, where it names one that is not built in. */
  readonly provider: string | undefined;
  /** The environment variables that its providers take their keys from. */
  readonly keyVariables: readonly string[];
}

/**
 * Reads the few lines that concern us from `config.toml` in Codex's folder. They are found by their form, line by line:
 * what is written in a more artful way is left to Codex, which reads the file itself.
 */
export async function readCodexConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<CodexConfig> {
  const home =
    environment['CODEX_HOME'] ?? join(environment['HOME'] ?? environment['USERPROFILE'] ?? '', '.codex');
  const text = await readFile(join(home, 'config.toml'), 'utf8').catch(() => '');
  const firstTable = text.search(/^\s*\[/m);
  const top = firstTable === -1 ? text : text.slice(0, firstTable);
  const provider = /^\s*model_provider\s*=\s*["']([\w-]+)["']/m.exec(top)?.[1];
  return {
    provider: provider !== undefined && hasTable(text, provider) ? provider : undefined,
    keyVariables: [...text.matchAll(/^\s*env_key\s*=\s*["']([A-Za-z_]\w*)["']/gm)].map(
      (match) => match[1] ?? '',
    ),
  };
}

function hasTable(text: string, provider: string): boolean {
  return new RegExp(String.raw`^\s*\[model_providers\.["']?${provider}["']?\]`, 'm').test(text);
}
