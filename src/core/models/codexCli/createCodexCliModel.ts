import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../../base/errors.ts';
import type { LanguageModel, ModelAnswer, ModelRequest } from '../../ports/languageModel.ts';
import { secretsIn } from '../shared/processEnvironment.ts';
import {
  answered,
  cancelledRun,
  commandLineError,
  notAsked,
  notInstalled,
  silentEnd,
  type CommandLineFailure,
  type RunFacts,
} from '../shared/processFailure.ts';
import {
  findExecutable,
  inCallFolder,
  modelToName,
  OWN_DEFAULT_MODEL,
  type CommandLineOptions,
} from '../shared/processOptions.ts';
import { isSessionId, partsText, promptText } from '../shared/processPrompt.ts';
import { runProcess, type ProcessEnd } from '../shared/processRun.ts';
import { codexArguments, skillMentions } from './codexArguments.ts';
import { readCodexConfig } from './codexConfig.ts';
import { codexEnvironment } from './codexEnvironment.ts';
import { codexFailure } from './codexFailure.ts';
import { codexNames } from './codexNames.ts';
import { readCodexRun, usageOf, type CodexRun } from './codexStream.ts';
import { listMcpServers } from './mcpServers.ts';
import { strictSchema } from './strictSchema.ts';

/** The smallest window of the models behind it: which of them answers is often decided by the user's own settings. */
const CAUTIOUS_CONTEXT_WINDOW = 200_000;

/** As many as surely fit into one argument. */
const MOST_MENTIONS = 1_000;

/**
 * Codex's command line in its non-interactive mode, in its read-only sandbox: one request to a model, with no shell, no
 * web, no MCP server, no skill and no file of the workspace. The user's login or key is the program's own business, and so
 * is the user's own `AGENTS.md` in Codex's folder, which it always reads.
 *
 * The program keeps what it was asked in its own sessions, below its configuration folder; that is what a session is
 * continued from.
 */
export function createCodexCliModel(options: CommandLineOptions): LanguageModel {
  return {
    provider: codexNames.provider,
    identity: `${codexNames.provider}/exec-json-1`,
    defaultModel: options.defaultModel ?? OWN_DEFAULT_MODEL,
    profile: (model) => ({
      model: model ?? options.defaultModel ?? OWN_DEFAULT_MODEL,
      contextWindow: CAUTIOUS_CONTEXT_WINDOW,
      prices: undefined,
    }),
    complete: async (request) => {
      throwIfCancelled(request.signal);
      const program = await findExecutable(options);
      if (program === undefined) {
        throw notInstalled(codexNames, options.executable);
      }
      const session = isSessionId(request.session) ? request.session : undefined;
      const turn = await takeTurn({ options, program, request, session });
      // The session may have been deleted since. Nothing was asked, so nothing is asked twice.
      const isUnknown = session !== undefined && !turn.run.hasBegun && turn.end.state === 'exited';
      return conclude(isUnknown ? await takeTurn({ options, program, request, session: undefined }) : turn);
    },
  };
}

/** A run that has ended. */
interface Turn {
  readonly run: CodexRun;
  readonly end: ProcessEnd;
  readonly facts: RunFacts;
}

async function takeTurn(given: {
  readonly options: CommandLineOptions;
  readonly program: string;
  readonly request: ModelRequest;
  readonly session: string | undefined;
}): Promise<Turn> {
  const { options, program, request, session } = given;
  const { clock } = options;
  const config = await readCodexConfig(options.environment);
  const environment = codexEnvironment(options.environment, config);
  const named = modelToName(request.model, options);
  const startedAt = clock.now();
  const { run, onLine, onErrorLine } = readCodexRun((activity) => request.onActivity?.(activity));
  const facts = (): RunFacts => ({
    names: codexNames,
    secrets: secretsIn(environment, config.keyVariables),
    model: run.model ?? named ?? OWN_DEFAULT_MODEL,
    startedAt,
    elapsedMs: clock.now() - startedAt,
    usage: usageOf(run),
    requestId: run.requestId,
    session: run.isAnswering ? run.session : undefined,
    partialText: run.answer ?? '',
  });
  const refuse = (code: CommandLineFailure['code'], said: string): Error => notAsked({ code, said }, facts());

  const input = promptText(request.messages, session !== undefined);
  const mentions = skillMentions(input);
  if (mentions.length > MOST_MENTIONS) {
    throw refuse('model-request', `the prompt holds more than ${MOST_MENTIONS} different words behind a "$"`);
  }
  const end = await inCallFolder(
    options,
    (said) => refuse('model-unavailable', said),
    async (callFolder) => {
      const place = {
        program,
        folder: options.workFolder,
        environment,
        platform: options.platform,
        signal: request.signal,
      };
      const servers = await listMcpServers(place);
      if ('problem' in servers) {
        throw refuse('model-unavailable', servers.problem);
      }
      const systemFile = join(callFolder, 'system.md');
      const schemaFile = join(callFolder, 'schema.json');
      await writeFile(systemFile, partsText(request.system), { mode: 0o600 });
      await writeFile(schemaFile, JSON.stringify(strictSchema(request.schema)), { mode: 0o600 });
      throwIfCancelled(request.signal);
      return await runProcess({
        ...place,
        args: codexArguments(request, {
          systemFile,
          schemaFile,
          model: named,
          session,
          provider: config.provider,
          servers: servers.names,
          mentions,
        }),
        input,
        onLine,
        onErrorLine,
      });
    },
  );
  return { run, end, facts: facts() };
}

/** @throws ModelError where the run gave no answer; `PlanReviewError` `cancelled`. */
function conclude({ run, end, facts }: Turn): ModelAnswer {
  if (end.state === 'stopped' && end.reason === 'cancelled') {
    throw cancelledRun(facts);
  }
  const failure = codexFailure(run) ?? (run.isCompleted ? undefined : silentEnd(end));
  if (failure !== undefined) {
    throw commandLineError(failure, facts);
  }
  return answered(facts, { text: run.answer ?? '', costUsd: undefined, session: run.session });
}
