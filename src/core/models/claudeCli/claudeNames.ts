import type { CommandLineNames } from '../shared/processFailure.ts';

/** What people and records call this provider. */
export const claudeNames: CommandLineNames = {
  provider: 'claude-cli',
  title: 'Claude Code',
  program: 'claude',
  howToInstall: 'Install Claude Code, or name the path of its program in the settings.',
  howToLogIn: 'Run "claude" in a terminal and log in with /login, or set ANTHROPIC_API_KEY, then resume.',
};
