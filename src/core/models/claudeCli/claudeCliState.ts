import { z } from 'zod';
import type { ProviderState } from '../../ports/languageModel.ts';
import type { CommandLineOptions } from '../shared/processOptions.ts';
import { commandLineState } from '../shared/processState.ts';
import { claudeEnvironment } from './claudeEnvironment.ts';
import { claudeNames } from './claudeNames.ts';

const statusSchema = z.object({ loggedIn: z.boolean() });

/**
 * Whether Claude Code is there and has somebody logged in. A version that cannot say so is taken to have.
 * @throws PlanReviewError `cancelled` when `signal` is aborted.
 */
export function claudeCliState(
  options: CommandLineOptions,
  signal: AbortSignal | undefined,
): Promise<ProviderState> {
  return commandLineState({
    options,
    names: claudeNames,
    environment: claudeEnvironment(options.environment),
    signal,
    login: async (ask) => {
      const { output } = await ask('auth', 'status', '--json');
      const isLoggedIn = readStatus(output) ?? true;
      return { isLoggedIn, detail: isLoggedIn ? '.' : ', with nobody logged in.' };
    },
  });
}

function readStatus(text: string): boolean | undefined {
  try {
    return statusSchema.safeParse(JSON.parse(text)).data?.loggedIn;
  } catch {
    return undefined;
  }
}
