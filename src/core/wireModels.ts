import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { PlanReviewError } from './base/errors.ts';
import { sha256 } from './base/hash.ts';
import { batchUnavailable } from './domain/batch.ts';
import { ModelError } from './domain/modelError.ts';
import { createAnthropicModel } from './models/anthropic/createAnthropicModel.ts';
import type { AnthropicCredential } from './models/anthropic/credential.ts';
import { anthropicBaseUrl, readEndpoint } from './models/anthropic/endpoint.ts';
import { claudeCliState } from './models/claudeCli/claudeCliState.ts';
import { createClaudeCliModel } from './models/claudeCli/createClaudeCliModel.ts';
import { codexCliState } from './models/codexCli/codexCliState.ts';
import { createCodexCliModel } from './models/codexCli/createCodexCliModel.ts';
import { BatchDesk } from './models/shared/batches/batchDesk.ts';
import { batchTimes } from './models/shared/batches/batchTimes.ts';
import { inBatches } from './models/shared/batches/inBatches.ts';
import { createBudget, type Budget } from './models/shared/budget.ts';
import { dependable } from './models/shared/dependable.ts';
import { createLimiters } from './models/shared/limiter.ts';
import {
  maxConcurrent,
  policies,
  policiesWithoutActivity,
  policiesWithoutBytes,
} from './models/shared/policies.ts';
import type { CommandLineOptions } from './models/shared/processOptions.ts';
import type { BatchLedger } from './ports/batchLedger.ts';
import type { LanguageModel, TokenPrices } from './ports/languageModel.ts';
import type { Logger } from './ports/logger.ts';
import type { Machine } from './ports/machine.ts';
import type { BatchSeat, ModelProvider, Providers } from './ports/providers.ts';
import { systemClock } from './system/systemClock.ts';
import { systemTimer } from './system/systemTimer.ts';

/** The user's models, from settings that no workspace can change. */
export interface ModelOptions {
  /** The ids of providers in the order in which `auto` takes them; those left out come behind. */
  readonly order?: readonly string[];
  readonly anthropic?: {
    /** Asked each time, so that a key that was set meanwhile counts; undefined where there is none. */
    readonly credential: () => Promise<AnthropicCredential | undefined>;
    /** Any endpoint that is compatible with Anthropic's; Anthropic's own where undefined. */
    readonly baseUrl?: string | undefined;
    /** By model id, in US dollars for a million tokens. */
    readonly prices?: Readonly<Record<string, TokenPrices>> | undefined;
  };
  /** The programs of command lines: names to look up, or absolute paths. */
  readonly executables?: { readonly claude?: string | undefined; readonly codex?: string | undefined };
  /** Providers that only whoever runs the engine can bring, such as the editor's own models. */
  readonly others?: readonly ModelProvider[];
  /** Anthropic's models to fall back to under overload, the strongest first. */
  readonly fallbacks?: readonly string[];
}

export interface ModelWiring {
  readonly models: ModelOptions;
  readonly machine: Pick<Machine, 'findProgram'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A folder of the user's outside the workspace; the system's temporary one where there is none. */
  readonly stateFolder: string | undefined;
  readonly logger: Logger | undefined;
  /** What is on its way in batches for the rounds of the workspace. */
  readonly batches: BatchLedger;
}

/** Providers in the order of `auto`, unless the user says otherwise: keys that were set for this come first. */
const usualOrder = ['anthropic', 'vscode-lm', 'claude-cli', 'codex-cli'];

const usualFallbacks = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];

const policiesFor = {
  bytes: policies,
  content: policiesWithoutBytes,
  nothing: policiesWithoutActivity,
} as const;

/** One for the process: what a key may use does not grow by opening another workspace. */
const limiters = createLimiters({ clock: systemClock, timer: systemTimer });

/** Puts limits, retries, fallbacks, watchdogs and the budget around every adapter, once. */
export function wireModels(wiring: ModelWiring): Providers {
  const deskFor = batchDesks(wiring.batches);
  const providers = inOrder(
    [anthropicProvider(wiring), ...commandLineProviders(wiring), ...(wiring.models.others ?? [])],
    wiring.models.order ?? usualOrder,
  );
  return {
    states: (signal) => Promise.all(providers.map((provider) => provider.state(signal))),
    forRound: (budget, seat) => {
      const shared = createBudget(budget);
      const opened = new Map<string, Promise<LanguageModel>>();
      return (id) => {
        const known = opened.get(id);
        if (known !== undefined) {
          return known;
        }
        const model = openDependable(find(providers, id), wiring, { budget: shared, seat, deskFor });
        opened.set(id, model);
        return model;
      };
    },
  };
}

async function openDependable(
  provider: ModelProvider,
  { models }: ModelWiring,
  {
    budget,
    seat,
    deskFor,
  }: {
    readonly budget: Budget;
    readonly seat: BatchSeat | undefined;
    readonly deskFor: ReturnType<typeof batchDesks>;
  },
): Promise<LanguageModel> {
  const [model, key] = await Promise.all([provider.open(), provider.limitKey()]);
  const direct = dependable(model, {
    clock: systemClock,
    timer: systemTimer,
    random: Math.random,
    policies: policiesFor[provider.shows],
    limiterFor: (name) =>
      limiters(
        { provider: provider.id, origin: model.identity, key, model: name },
        { maxConcurrent: maxConcurrent[provider.runs] },
      ),
    budget,
    chain: provider.id === 'anthropic' ? (models.fallbacks ?? usualFallbacks) : [],
  });
  return seat === undefined ? direct : inBatches(direct, { desk: deskFor(model, key), budget, seat });
}

/** One desk for each key of an endpoint, and for one workspace: rounds that run at the same time share its batches. */
function batchDesks(ledger: BatchLedger): (model: LanguageModel, key: string) => BatchDesk {
  const desks = new Map<string, BatchDesk>();
  return ({ provider, identity, bulk }, key) => {
    if (bulk === undefined) {
      throw batchUnavailable(`The provider "${provider}"`);
    }
    const name = sha256(JSON.stringify([identity, key]));
    const known = desks.get(name);
    const desk =
      known ??
      new BatchDesk({
        bulk,
        provider,
        identity,
        ledger,
        clock: systemClock,
        timer: systemTimer,
        times: batchTimes,
      });
    desks.set(name, desk);
    return desk;
  };
}

function inOrder(providers: readonly ModelProvider[], order: readonly string[]): readonly ModelProvider[] {
  const rank = ({ id }: ModelProvider): number => {
    const index = order.indexOf(id);
    return index === -1 ? order.length : index;
  };
  return providers.toSorted((a, b) => rank(a) - rank(b));
}

function find(providers: readonly ModelProvider[], id: string): ModelProvider {
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider === undefined) {
    throw new PlanReviewError({
      code: 'provider-not-found',
      message: `There is no provider "${id}" here.`,
      wayOut: `Choose from: ${providers.map((candidate) => candidate.id).join(', ')}.`,
    });
  }
  return provider;
}

function unavailable(provider: string, message: string, wayOut: string): ModelError {
  return new ModelError({ code: 'model-unavailable', message, wayOut, isRetryable: false, provider });
}

const howToSetKey =
  'Set an API key: in the editor with the command "Plan Review: Set API Key", on the command line as ANTHROPIC_API_KEY.';

function anthropicProvider({ models, logger }: ModelWiring): ModelProvider {
  const id = 'anthropic';
  const baseUrl = models.anthropic?.baseUrl;
  const credential = async (): Promise<AnthropicCredential | undefined> => models.anthropic?.credential();
  return {
    id,
    runs: 'network',
    shows: 'bytes',
    limitKey: async () => {
      const given = await credential();
      return given?.apiKey ?? given?.authToken ?? '';
    },
    state: async () => {
      try {
        const { origin } = readEndpoint(baseUrl ?? anthropicBaseUrl);
        const all = { provider: id, models: models.fallbacks ?? usualFallbacks, takesBatches: true };
        return (await credential()) === undefined
          ? { ...all, isAvailable: false, detail: `No API key for ${origin}`, wayOut: howToSetKey }
          : { ...all, isAvailable: true, detail: `API key for ${origin}`, wayOut: undefined };
      } catch (error) {
        // An endpoint that is none is no reason to do without the other providers.
        if (error instanceof PlanReviewError && error.code === 'settings-invalid') {
          return { provider: id, isAvailable: false, detail: error.message, wayOut: error.wayOut };
        }
        throw error;
      }
    },
    open: async () => {
      const given = await credential();
      if (given === undefined) {
        throw unavailable(id, 'There is no API key for Anthropic.', howToSetKey);
      }
      const model = createAnthropicModel({
        ...given,
        baseUrl,
        prices: models.anthropic?.prices,
        clock: systemClock,
        logger,
        onLimits: (limits, name) => {
          const key = given.apiKey ?? given.authToken;
          const scope = { provider: id, origin: model.identity, key, model: name };
          limiters(scope, { maxConcurrent: maxConcurrent.network }).observe(limits);
        },
      });
      return model;
    },
  };
}

function commandLineProviders(wiring: ModelWiring): readonly ModelProvider[] {
  const { models, machine, environment, stateFolder } = wiring;
  const optionsFor = (executable: string): CommandLineOptions => ({
    executable,
    machine,
    environment,
    platform,
    clock: systemClock,
    workFolder: join(stateFolder ?? join(tmpdir(), 'plan-review'), 'work'),
    temporaryFolder: tmpdir(),
  });
  const claude = optionsFor(models.executables?.claude ?? 'claude');
  const codex = optionsFor(models.executables?.codex ?? 'codex');
  const process = { runs: 'process', shows: 'content', limitKey: () => Promise.resolve('') } as const;
  return [
    {
      ...process,
      id: 'claude-cli',
      state: (signal) => claudeCliState(claude, signal),
      open: () => Promise.resolve(createClaudeCliModel(claude)),
    },
    {
      ...process,
      id: 'codex-cli',
      state: (signal) => codexCliState(codex, signal),
      open: () => Promise.resolve(createCodexCliModel(codex)),
    },
  ];
}
