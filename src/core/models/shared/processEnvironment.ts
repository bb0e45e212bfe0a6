/**
 * What every command line gets to see of the user's environment: what it needs to be found, to start, to know who asks,
 * to reach the network as the user does, and to speak the user's language. Options for Node.js are not among them: they
 * name programs to load. Compared without case, as Windows does.
 */
const PASSED_ON =
  /^(PATH|PATHEXT|HOME|HOMEDRIVE|HOMEPATH|USERPROFILE|USER|USERNAME|LOGNAME|XDG_(CONFIG|DATA|STATE|CACHE)_HOME|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|TEMP|TMP|TMPDIR|TZ|LANG|LANGUAGE|LC_[A-Z]+|HTTPS?_PROXY|ALL_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_(FILE|DIR))$/i;

/** What `environment` holds for any command line, and for the one that also reads variables of the names in `own`. */
export function passedEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  own: RegExp,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value !== undefined && (PASSED_ON.test(name) || own.test(name)) ? [[name, value]] : [],
    ),
  );
}

/** The shortest value that is taken for a secret. A shorter one would be found in half of all words. */
const SHORTEST_SECRET = 6;

/**
 * The secrets among the variables that a program was given: those whose names say so, and those named in `others`. The
 * longest come first, so that none is left half.
 */
export function secretsIn(
  environment: Readonly<Record<string, string>>,
  others: readonly string[] = [],
): readonly string[] {
  return Object.entries(environment)
    .filter(([name]) => /KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|HEADERS/i.test(name) || others.includes(name))
    .map(([, value]) => value)
    .filter((value) => value.length >= SHORTEST_SECRET)
    .toSorted((a, b) => b.length - a.length);
}

/** The text without any of the secrets. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((cleaned, secret) => cleaned.replaceAll(secret, '[removed]'), text);
}

/** What a program says, without the secrets that it was given, as one line that is fit to be shown. */
export function harmlessLine(text: string, secrets: readonly string[]): string {
  const line = withoutSecrets(text, secrets)
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
