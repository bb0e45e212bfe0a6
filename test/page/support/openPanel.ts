import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { pageHtml } from '../../../src/extension/panel/html.ts';
import { hostMessageSchema, pageMessageSchema } from '../../../src/protocol/messages.ts';
import type { HostMessage, PageMessage } from '../../../src/protocol/messages.ts';
import { panelStateSchema, type PanelState } from '../../../src/protocol/panelState.ts';
import { themeOf, type ThemeName } from './themes.ts';

/** The built page in a browser, with an in-memory host at its other end. */
export interface OpenPanel {
  readonly page: Page;
  /** What the page has sent, oldest first; each was valid. */
  readonly sent: PageMessage[];
  /** What went wrong in the page: errors, violations of its policy, requests that it should not make. */
  readonly trouble: string[];
  /** Sends one message of the host, which must be valid. */
  post(message: HostMessage): Promise<void>;
  /** Makes `state` the host's state, and says so to the page. */
  become(state: PanelState): Promise<void>;
  /** Gives the same webview to another plan, with a state of its own. */
  showPlan(address: string, state: PanelState): Promise<void>;
  close(): Promise<void>;
}

/** Where the page is served from. */
export const origin = 'https://panel.test';
const nonce = 'bm9uY2UtZm9yLXRlc3Rz';
const source = path.resolve(import.meta.dirname, '../../../webview-ui');
const bundle = path.resolve(import.meta.dirname, '../../../dist/webview');

/** Opens the page under the content security policy that the extension gives it. */
export async function openPanel(
  browser: Browser,
  options: {
    state: PanelState;
    theme?: ThemeName;
    width?: number;
    height?: number;
    isSilent?: boolean;
    /** What the host answers to anything but the question for a state. */
    hear?: (message: PageMessage) => HostMessage | undefined;
  },
): Promise<OpenPanel> {
  const { width = 720, height = 900, theme = 'dark' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const trouble: string[] = [];
  const files = await filesOfPage();
  await serve(context, files, trouble);
  const page = await context.newPage();
  page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      trouble.push(`console: ${message.text()}`);
    }
  });
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });

  const sent: PageMessage[] = [];
  // Checked here and not as they are sent: nobody waits for an answer that fails.
  let state = panelStateSchema.parse(options.state);
  const post = async (message: HostMessage): Promise<void> => {
    const valid = hostMessageSchema.parse(message);
    await page.evaluate(`window.postMessage(${JSON.stringify(valid)}, '*')`);
  };
  await page.exposeFunction('planReviewSend', (message: unknown) => {
    const valid = pageMessageSchema.parse(message);
    sent.push(valid);
    if (valid.type === 'state/get' && options.isSilent !== true) {
      // A page that is being reloaded no longer waits for its answer.
      post({ type: 'state/set', state }).catch(() => undefined);
    }
    const answer = options.hear?.(valid);
    if (answer !== undefined) {
      post(answer).catch(() => undefined);
    }
  });
  await page.addInitScript({ content: vscodeStub(theme) });
  await page.goto(`${origin}/`);

  return {
    page,
    sent,
    trouble,
    post,
    async become(next) {
      state = panelStateSchema.parse(next);
      await post({ type: 'state/changed' });
    },
    async showPlan(address, next) {
      state = panelStateSchema.parse(next);
      files['/'] = { contentType: 'text/html', body: documentOf({ plan: address }) };
      await page.reload();
    },
    close: () => context.close(),
  };
}

/** Waits for `condition`, and fails with `what` when it has not come true after ten seconds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`This did not come true: ${what}`);
    }
    await delay(20);
  }
}

/** Files by their path. */
export type ServedFiles = Partial<Record<string, { contentType: string; body: string }>>;

/** The built page's files, about a plan unless said otherwise. */
export async function filesOfPage(
  about: Parameters<typeof pageHtml>[0]['about'] = { plan: 'file:///work/plan.md' },
): Promise<ServedFiles> {
  await assertBuilt();
  return {
    '/': { contentType: 'text/html', body: documentOf(about) },
    '/main.js': {
      contentType: 'text/javascript',
      body: await readFile(path.join(bundle, 'main.js'), 'utf8'),
    },
    '/main.css': { contentType: 'text/css', body: await readFile(path.join(bundle, 'main.css'), 'utf8') },
  };
}

/** Answers the page's requests for these files; any other is trouble, and goes nowhere. */
export async function serve(context: BrowserContext, files: ServedFiles, trouble: string[]): Promise<void> {
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === origin ? files[url.pathname] : undefined;
    if (file === undefined) {
      trouble.push(`request: ${route.request().url()}`);
      await route.abort();
    } else {
      await route.fulfill(file);
    }
  });
}

async function assertBuilt(): Promise<void> {
  const built = await stat(path.join(bundle, 'main.js')).catch(() => undefined);
  const sources = await readdir(source, { recursive: true });
  const changes = await Promise.all(
    sources.map(async (name) => (await stat(path.join(source, name))).mtimeMs),
  );
  if (built === undefined || built.mtimeMs < Math.max(...changes)) {
    throw new Error(
      'The page is not built, or is older than its source. Run `node scripts/build.ts --only=page`.',
    );
  }
}

/** The document that the extension gives to the webview. */
function documentOf(about: Parameters<typeof pageHtml>[0]['about']): string {
  return pageHtml({
    cspSource: origin,
    nonce,
    script: `${origin}/main.js`,
    style: `${origin}/main.css`,
    about,
  });
}

/** What VS Code puts into a webview before its scripts run: the theme, and the way to the host. */
export function vscodeStub(theme: ThemeName): string {
  return `{
    const { variables, bodyClass } = ${JSON.stringify(themeOf(theme))};
    const dress = () => {
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty(name, value);
      }
      document.body.className = bodyClass;
    };
    document.addEventListener('DOMContentLoaded', dress);
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => void window.planReviewSend(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    });
  }`;
}
