import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findProgram, isExecutable, plainEnvironment, runCommand } from './editor/commands.ts';
import { alone } from './editor/lock.ts';
import { repositoryRoot } from './editor/paths.ts';
import { canInstallSystemPackages, installSystemPackages } from './editor/systemPackages.ts';

/** What Chromium needs to run in a container, and to keep to itself. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const programNames = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
];

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

const fontFolders = ['/usr/share/fonts', '/usr/local/share/fonts'];

/**
 * Starts a Chromium with an empty profile that is removed when the browser is closed. One is installed first where
 * none is found. Close it with `browser.close()`; it ends with this process in any case.
 */
export async function launchBrowser(log: (line: string) => void = console.log): Promise<Browser> {
  const executablePath = await provideBrowser(log);
  return await chromium.launch({ executablePath, args: browserArguments, headless: true });
}

/** The path of a Chromium to drive; installs one where none is found, and says so. */
export async function provideBrowser(log: (line: string) => void = console.log): Promise<string> {
  return (await findBrowser()) ?? (await alone('install-browser', async () => await installBrowser(log)));
}

async function installBrowser(log: (line: string) => void): Promise<string> {
  // Another process may have installed one in the meantime.
  const found = await findBrowser();
  if (found !== undefined) {
    return found;
  }
  const problems: string[] = [];
  for (const install of [installFromSystem, installFromPlaywright]) {
    try {
      await install(log);
      const installed = await findBrowser();
      if (installed !== undefined) {
        return installed;
      }
    } catch (error) {
      problems.push(String(error));
    }
  }
  throw new Error(
    'No Chromium was found, and none could be installed. Install Chromium or Google Chrome, or set ' +
      `PLAN_REVIEW_BROWSER to the path of one.\n${problems.join('\n')}`,
  );
}

/** The path of a Chromium that is already there, or undefined. */
export async function findBrowser(): Promise<string | undefined> {
  const chosen = process.env['PLAN_REVIEW_BROWSER'];
  if (chosen !== undefined && chosen !== '') {
    if (!(await isExecutable(chosen))) {
      throw new Error(`PLAN_REVIEW_BROWSER names ${chosen}, which is no program. Correct it or unset it.`);
    }
    return chosen;
  }
  if (existsSync(chromium.executablePath())) {
    return chromium.executablePath();
  }
  for (const name of programNames) {
    const program = await findProgram(name, process.env['PATH'] ?? '');
    if (program !== undefined) {
      return program;
    }
  }
  return usualPlaces.find((place) => existsSync(place));
}

async function installFromSystem(log: (line: string) => void): Promise<void> {
  if (!(await canInstallSystemPackages())) {
    throw new Error('apt-get cannot be used here: it takes Debian or Ubuntu, and root.');
  }
  const fonts = fontFolders.some((folder) => existsSync(folder)) ? [] : ['fonts-dejavu-core'];
  await installSystemPackages(['chromium', ...fonts], log);
}

async function installFromPlaywright(log: (line: string) => void): Promise<void> {
  log("Installing Playwright's own Chromium …");
  await runCommand({
    program: process.execPath,
    args: [path.join(repositoryRoot, 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium'],
    environment: plainEnvironment(),
  });
}
