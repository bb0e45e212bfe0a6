import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelOptions } from '../core/index.ts';
import type { CliContext } from './context.ts';

/** The user's models as the environment has them. Nothing of it comes from a workspace. */
export function modelOptions({ environment }: Pick<CliContext, 'environment'>): ModelOptions {
  const apiKey = given(environment['ANTHROPIC_API_KEY']);
  const authToken = given(environment['ANTHROPIC_AUTH_TOKEN']);
  return {
    anthropic: {
      credential: () =>
        Promise.resolve(
          apiKey !== undefined ? { apiKey } : authToken === undefined ? undefined : { authToken },
        ),
      baseUrl: given(environment['ANTHROPIC_BASE_URL']),
    },
    executables: {
      claude: given(environment['PLAN_REVIEW_CLAUDE']),
      codex: given(environment['PLAN_REVIEW_CODEX']),
    },
  };
}

/** An empty variable is one that was unset by people who cannot unset one. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** The folder of the personas that come with Plan Review: beside the built program, or above the sources. */
export function personasFolder(): string | undefined {
  return ['../personas', '../../personas']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
}
