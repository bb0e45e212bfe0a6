import type { CommandLineNames } from '../shared/processFailure.ts';

/** What people and records call this provider. */
export const codexNames: CommandLineNames = {
  provider: 'codex-cli',
  title: 'Codex',
  program: 'codex',
  howToInstall: 'Install the Codex command line, or name the path of its program in the settings.',
  howToLogIn: 'Run "codex login" in a terminal, or set CODEX_API_KEY, then resume.',
};
