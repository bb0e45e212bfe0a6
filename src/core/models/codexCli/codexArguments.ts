import type { ModelRequest } from '../../ports/languageModel.ts';

/**
 * What is turned off by name: everything that could run, read, write, reach the network, or ask a second model. Version
 * 0.169 has all of these; one that a version does not know is ignored with a remark.
 */
const FEATURES_OFF = [
  'shell_tool',
  'unified_exec',
  'shell_snapshot',
  'view_image',
  'image_generation',
  'goals',
  'multi_agent',
  'multi_agent_v2',
  'apps',
  'plugins',
  'remote_plugin',
  'hooks',
  'memories',
  'tool_suggest',
  'browser_use',
  'computer_use',
  'in_app_browser',
  'sleep_tool',
  // Would wait for a connection for ever, and say nothing of it.
  'unbounded_connection_retries',
];

const ALWAYS: Readonly<Record<string, string | number | boolean>> = {
  approval_policy: 'never',
  web_search: 'disabled',
  // Nothing of any project is read into the prompt, and nothing of this machine is told.
  project_doc_max_bytes: 0,
  'skills.bundled.enabled': false,
  'skills.include_instructions': false,
  include_permissions_instructions: false,
  include_environment_context: false,
  // No telemetry, and no update.
  'analytics.enabled': false,
  'otel.log_user_prompt': false,
  check_for_update_on_startup: false,
  'history.persistence': 'none',
};

/** What there is to say beside the request itself. */
export interface CodexSetting {
  readonly systemFile: string;
  readonly schemaFile: string;
  readonly model: string | undefined;
  readonly session: string | undefined;
  /** The user's own provider, whose retries are turned off; those of the built-in one cannot be. */
  readonly provider: string | undefined;
  /** The MCP servers of the user's configuration, all of which are left out. */
  readonly servers: readonly string[];
  /** The words behind a `$` in the prompt: a skill of that name would be read into it. */
  readonly mentions: readonly string[];
}

/**
 * The arguments of one request. No text of a plan stands in them but words behind a `$`, as values: prompts go through
 * standard input and a file, where no list of processes shows them and no length limits them.
 */
export function codexArguments(
  request: Pick<ModelRequest, 'effort'>,
  setting: CodexSetting,
): readonly string[] {
  const { provider, session, model } = setting;
  const config: Readonly<Record<string, string | number | boolean>> = {
    ...ALWAYS,
    model_instructions_file: setting.systemFile,
    ...Object.fromEntries(FEATURES_OFF.map((feature) => [`features.${feature}`, false])),
    ...Object.fromEntries(setting.servers.map((server) => [`mcp_servers.${server}.enabled`, false])),
    ...(provider === undefined
      ? {}
      : {
          [`model_providers.${provider}.request_max_retries`]: 0,
          [`model_providers.${provider}.stream_max_retries`]: 0,
        }),
    ...(request.effort === undefined ? {} : { model_reasoning_effort: request.effort }),
  };
  const skills = setting.mentions.map((name) => `{name=${JSON.stringify(name)},enabled=false}`).join(',');
  return [
    'exec',
    '--json',
    '--sandbox=read-only',
    '--skip-git-repo-check',
    `--output-schema=${setting.schemaFile}`,
    ...(model === undefined ? [] : [`--model=${model}`]),
    // What JSON writes for these values, TOML reads.
    ...Object.entries(config).map(([key, value]) => `--config=${key}=${JSON.stringify(value)}`),
    ...(skills === '' ? [] : [`--config=skills.config=[${skills}]`]),
    ...(session === undefined ? [] : ['resume', session]),
    '-',
  ];
}

/** The words of a prompt that Codex would look up among the user's skills. A skill's name has at most 64 characters. */
export function skillMentions(prompt: string): readonly string[] {
  return [...new Set([...prompt.matchAll(/\$([\w:-]{1,64})/g)].map((match) => match[1] ?? ''))];
}
