import { passedEnvironment } from '../shared/processEnvironment.ts';
import type { CodexConfig } from './codexConfig.ts';

/** Variables of its own that Codex gets to see: who pays, whom to ask, and where its configuration lies. */
const OWN = /^(CODEX_HOME|CODEX_API_KEY|CODEX_ACCESS_TOKEN|OPENAI_(API_KEY|BASE_URL|ORGANIZATION|PROJECT))$/;

/**
 * The log that names each event of an answer as it comes in, each request's status and what was used, and no text of
 * either. Without it the program is silent from the question to the whole answer. Standard error is where it goes.
 */
const LOG = 'error,codex_otel.log_only=info';

/** What of `environment` Codex gets to see, with the variables that its own configuration takes keys from. */
export function codexEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  config: Pick<CodexConfig, 'keyVariables'>,
): Record<string, string> {
  const names = [OWN.source, ...config.keyVariables.map((name) => `^${name}$`)];
  return { ...passedEnvironment(environment, new RegExp(names.join('|'))), RUST_LOG: LOG };
}
