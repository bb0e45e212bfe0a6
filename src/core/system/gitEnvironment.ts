/**
 * The variables of the user's environment that git is given: what it needs to be found, to start and to read the
 * user's own configuration. Among those dropped are all that point git somewhere else (`GIT_DIR`, `GIT_INDEX_FILE`, as
 * set inside a hook) or name a program to run (`GIT_SSH_COMMAND`, `GIT_EXTERNAL_DIFF`, `PAGER`, `EDITOR`), and secrets,
 * which are none of git's business. Compared without case, as Windows does.
 */
const PASSED_ON: ReadonlySet<string> = new Set([
  'PATH',
  'PATHEXT',
  'HOME',
  'HOMEDRIVE',
  'HOMEPATH',
  'USERPROFILE',
  'USERNAME',
  'XDG_CONFIG_HOME',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'TEMP',
  'TMP',
  'TMPDIR',
  // Where the user keeps configuration, and how far up git may look for a repository.
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
]);

/** Set on every run. An empty list of allowed protocols beats any `protocol.<name>.allow` of the repository. */
const ALWAYS: Readonly<Record<string, string>> = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: '',
  LC_ALL: 'C',
};

/** What of `environment` git gets to see, with what keeps it from writing, fetching and asking. */
export function gitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && PASSED_ON.has(name.toUpperCase())) {
      passed[name] = value;
    }
  }
  return { ...passed, ...ALWAYS };
}
