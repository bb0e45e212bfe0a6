import type { ProviderState } from '../../ports/languageModel.ts';
import type { CommandLineOptions } from '../shared/processOptions.ts';
import { commandLineState } from '../shared/processState.ts';
import { readCodexConfig } from './codexConfig.ts';
import { codexEnvironment } from './codexEnvironment.ts';
import { codexNames } from './codexNames.ts';

/**
 * Whether Codex is there and can prove who asks: by a login, by a key in the environment, or by a provider of the user's
 * own configuration, which may need neither.
 * @throws PlanReviewError `cancelled` when `signal` is aborted.
 */
export async function codexCliState(
  options: CommandLineOptions,
  signal: AbortSignal | undefined,
): Promise<ProviderState> {
  const config = await readCodexConfig(options.environment);
  return await commandLineState({
    options,
    names: codexNames,
    environment: codexEnvironment(options.environment, config),
    signal,
    login: async (ask) => {
      if (config.provider !== undefined) {
        return { isLoggedIn: true, detail: `, with the provider "${config.provider}" of its configuration.` };
      }
      const hasKey = (options.environment['CODEX_API_KEY'] ?? '') !== '';
      const isLoggedIn = hasKey || (await ask('login', 'status')).isSuccess;
      return { isLoggedIn, detail: isLoggedIn ? '.' : ', with nobody logged in.' };
    },
  });
}
