import type { ModelRequest } from '../../ports/languageModel.ts';

/**
 * Reading files is denied beside offering no tool: mentions of files in a prompt are read by the program itself, and ask
 * these rules first.
 */
const SETTINGS = JSON.stringify({ permissions: { deny: ['Read', 'Read(//**)', 'Read(~/**)', 'Read(/**)'] } });

/**
 * The arguments of one request. No text of a plan stands in them: prompts go through standard input and a file, where no
 * list of processes shows them and no length limits them.
 *
 * Of the user's settings, those of the account and the model count; `--safe-mode` leaves out hooks, plugins, skills, MCP
 * servers and memory files. The workspace's own count for nothing, and the program does not run there.
 */
export function claudeArguments(
  request: Pick<ModelRequest, 'schema' | 'effort'>,
  given: {
    readonly systemFile: string;
    readonly model: string | undefined;
    readonly session: string | undefined;
  },
): readonly string[] {
  return [
    '--print',
    '--output-format=stream-json',
    '--verbose',
    '--include-partial-messages',
    `--json-schema=${JSON.stringify(request.schema)}`,
    '--max-turns=1',
    '--safe-mode',
    '--setting-sources=user',
    `--settings=${SETTINGS}`,
    '--strict-mcp-config',
    '--disable-slash-commands',
    // An empty list.
    '--tools=',
    `--system-prompt-file=${given.systemFile}`,
    ...(given.model === undefined ? [] : [`--model=${given.model}`]),
    ...(request.effort === undefined ? [] : [`--effort=${request.effort}`]),
    ...(given.session === undefined ? [] : [`--resume=${given.session}`]),
  ];
}
