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
import { claudeArguments } from './claudeArguments.ts';
import { claudeEnvironment } from './claudeEnvironment.ts';
import { claudeFailure } from './claudeFailure.ts';
import { claudeNames } from './claudeNames.ts';
import { readClaudeRun, type ClaudeRun } from './claudeStream.ts';

/** The smallest window of the models behind it: which of them answers is often decided by the user's own settings. */
const CAUTIOUS_CONTEXT_WINDOW = 200_000;

/**
 * Claude Code's command line in its print mode: one request to a model, with no tool, no hook, no plugin, no MCP server
 * and no file of the workspace. The user's login or key is the program's own business.
 *
 * The program keeps what it was asked in its own sessions, below its configuration folder; that is what a session is
 * continued from.
 */
export function createClaudeCliModel(options: CommandLineOptions): LanguageModel {
  return {
    provider: claudeNames.provider,
    identity: `${claudeNames.provider}/stream-json-1`,
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
        throw notInstalled(claudeNames, options.executable);
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
  readonly run: ClaudeRun;
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
  const environment = claudeEnvironment(options.environment, request);
  const named = modelToName(request.model, options);
  const startedAt = clock.now();
  const { run, onLine } = readClaudeRun((activity) => request.onActivity?.(activity));
  const facts = (): RunFacts => ({
    names: claudeNames,
    secrets: secretsIn(environment),
    model: run.model ?? named ?? OWN_DEFAULT_MODEL,
    startedAt,
    elapsedMs: clock.now() - startedAt,
    usage: run.usage,
    requestId: run.requestId,
    session: run.message === undefined ? undefined : run.session,
    partialText: run.written,
  });
  const end = await inCallFolder(
    options,
    (said) => notAsked({ code: 'model-unavailable', said }, facts()),
    async (callFolder) => {
      const systemFile = join(callFolder, 'system.md');
      await writeFile(systemFile, partsText(request.system), { mode: 0o600 });
      return await runProcess({
        program,
        args: claudeArguments(request, { systemFile, model: named, session }),
        folder: options.workFolder,
        environment,
        platform: options.platform,
        input: promptText(request.messages, session !== undefined),
        signal: request.signal,
        onLine,
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
  const failure = claudeFailure(run) ?? (run.result === undefined ? silentEnd(end) : undefined);
  if (failure !== undefined) {
    throw commandLineError(failure, facts);
  }
  return answered(facts, { text: textOf(run), costUsd: costOf(run), session: run.session });
}

/** What the program found to have the schema, or else what the model said. */
function textOf({ result, answer }: ClaudeRun): string {
  return result?.structured_output === undefined
    ? (answer ?? result?.result ?? '')
    : JSON.stringify(result.structured_output);
}

/** What the run cost. The total counts the earlier runs of the session too, so it is the last resort. */
function costOf({ result }: ClaudeRun): number | undefined {
  const since = result?.model_usage_since_last_result;
  return since === undefined
    ? result?.total_cost_usd
    : Object.values(since).reduce((sum, { costUSD }) => sum + (costUSD ?? 0), 0);
}
