import { findProgram, plainEnvironment, runCommand } from './commands.ts';

/** apt-get and dpkg need these folders, which the PATH of a service or container often lacks. */
const administrationFolders = '/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin';

/** Whether this process may install packages of Debian or Ubuntu. */
export async function canInstallSystemPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await findProgram('apt-get', administrationFolders)) !== undefined;
}

/** Installs packages of Debian or Ubuntu, saying so. Rejects with apt-get's own words when that fails. */
export async function installSystemPackages(
  packages: readonly string[],
  log: (line: string) => void,
): Promise<void> {
  const inherited = plainEnvironment();
  const environment = {
    ...inherited,
    PATH: `${inherited['PATH'] ?? ''}:${administrationFolders}`,
    DEBIAN_FRONTEND: 'noninteractive',
  };
  log(`Installing ${packages.join(', ')} with apt-get …`);
  await runCommand({ program: 'apt-get', args: ['update'], environment });
  await runCommand({
    program: 'apt-get',
    args: ['install', '-y', '--no-install-recommends', ...packages],
    environment,
  });
}
