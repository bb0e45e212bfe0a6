import { passedEnvironment } from '../shared/processEnvironment.ts';

/**
 * Variables of its own that Claude Code gets to see: who pays, whom to ask, and where its configuration lies. Not among
 * them are those by which it recognises that it runs inside itself, and those that turn features on.
 */
const OWN =
  /^(ANTHROPIC_[A-Z0-9_]+|CLAUDE_CONFIG_DIR|CLAUDE_SECURESTORAGE_CONFIG_DIR|CLAUDE_CODE_OAUTH_TOKEN|CLAUDE_CODE_USE_(BEDROCK|VERTEX|FOUNDRY)|CLAUDE_CODE_SKIP_(BEDROCK|VERTEX|FOUNDRY)_AUTH|CLAUDE_CODE_CLIENT_(CERT|KEY|KEY_PASSPHRASE)|CLAUDE_CODE_CERT_STORE)$/;

/** Variables of the clouds that it can be told to ask instead, by the variable that tells it so. */
const CLOUDS: readonly (readonly [string, RegExp])[] = [
  ['CLAUDE_CODE_USE_BEDROCK', /^AWS_[A-Z0-9_]+$/],
  ['CLAUDE_CODE_USE_VERTEX', /^(GOOGLE_[A-Z0-9_]+|CLOUDSDK_[A-Z0-9_]+|CLOUD_ML_REGION|VERTEX_[A-Z0-9_]+)$/],
  ['CLAUDE_CODE_USE_FOUNDRY', /^AZURE_[A-Z0-9_]+$/],
];

/**
 * Set on every run. The names are those of version 2.1.329; a version that does not know one of them ignores it.
 * test/clis holds the program to what they are for.
 */
const ALWAYS: Readonly<Record<string, string>> = {
  // A plan that says `@~/.ssh/id_rsa` would have that file read and sent, even where no tool is offered.
  CLAUDE_CODE_DISABLE_ATTACHMENTS: '1',
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
  CLAUDE_CODE_DISABLE_CLAUDE_MDS: '1',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_DISABLE_ULTRATHINK: '1',
  // No telemetry, no reports, no updates: nothing leaves the machine but the request.
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  // Whoever calls us owns the retries; a silent second request is billed like the first.
  CLAUDE_CODE_MAX_RETRIES: '0',
  CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK: '1',
  CLAUDE_CODE_DISABLE_REFUSAL_RETRY: '1',
  CLAUDE_CODE_DISABLE_REFUSAL_FALLBACK: '1',
};

/** What of `environment` Claude Code gets to see, with what keeps it to one request that we know of. */
export function claudeEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  limits: { readonly maxOutputTokens?: number } = {},
): Record<string, string> {
  const clouds = CLOUDS.filter(([name]) => (environment[name] ?? '') !== '').map(([, names]) => names.source);
  return {
    ...passedEnvironment(environment, new RegExp([OWN.source, ...clouds].join('|'))),
    ...ALWAYS,
    ...(limits.maxOutputTokens === undefined
      ? {}
      : { CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(limits.maxOutputTokens) }),
  };
}
