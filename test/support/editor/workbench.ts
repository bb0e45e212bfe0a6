import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunningServer } from './server.ts';

/** What a window of the editor shows and what it is there for. */
export interface WorkbenchOptions {
  readonly server: RunningServer;
  readonly browser: Browser;
  /** The absolute path of a folder or of a `.code-workspace` file; an empty window where it is left out. */
  readonly open?: string;
  /** Tests to run inside the extension host; for a server that accepts them. */
  readonly tests?: TestOptions;
  /** The window's size in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
}

/** A module of tests, as VS Code runs it, and who hears of its output and end. */
export interface TestOptions {
  /** The absolute path of the folder of the extension in development. */
  readonly extension: string;
  /** The absolute path of a module that exports `run()`. */
  readonly module: string;
  readonly onOutput: (text: string) => void;
  readonly onExit: (code: number) => void;
}

/** A window of the editor. */
export interface Workbench {
  readonly page: Page;
  /** The address it was opened at. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** The address under which a server's editor opens a folder or workspace. */
export function workbenchAddress(options: Omit<WorkbenchOptions, 'browser'>): string {
  const { server, open, tests } = options;
  const address = new URL(server.origin);
  if (open === undefined) {
    address.searchParams.set('ew', 'true');
  } else {
    address.searchParams.set(open.endsWith('.code-workspace') ? 'workspace' : 'folder', open);
  }
  if (tests !== undefined) {
    const remote = (file: string) => `vscode-remote://${server.authority}${encodeURI(file)}`;
    const payload = [
      ['extensionDevelopmentPath', remote(tests.extension)],
      ['extensionTestsPath', remote(tests.module)],
    ];
    address.searchParams.set('payload', JSON.stringify(payload));
  }
  return address.href;
}

/** Opens a window of the editor in a browser context of its own and waits until its parts stand. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const { browser, tests, size = { width: 1400, height: 900 } } = options;
  const context = await browser.newContext({ viewport: size });
  const page = await context.newPage();
  if (tests !== undefined) {
    await listen(page, tests);
  }
  const address = workbenchAddress(options);
  await page.goto(address);
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  return { page, address, close: async () => await closeContext(context) };
}

/** The editor calls these two functions of its page, where they exist, with what tests print and how they end. */
async function listen(page: Page, tests: TestOptions): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown) => {
    tests.onOutput(printed(args));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    tests.onExit(code);
  });
}

/** The text of a console call: strings as they are, anything else as JSON. */
function printed(args: unknown): string {
  const parts = Array.isArray(args) ? args : [args];
  return parts.map((part: unknown) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ');
}

async function closeContext(context: BrowserContext): Promise<void> {
  // Closing a page asks extensions to end first; a page that was lost already must not hold the tests up.
  await context.close().catch(() => undefined);
}
