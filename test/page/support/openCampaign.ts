import type { Browser, Page } from 'playwright-core';
import {
  campaignHostMessageSchema,
  campaignPageMessageSchema,
  type CampaignHostMessage,
  type CampaignPageMessage,
} from '../../../src/protocol/campaignPage.ts';
import { filesOfPage, origin, serve, vscodeStub } from './openPanel.ts';
import type { ThemeName } from './themes.ts';

/** The page of a campaign in a browser, with an in-memory host at its other end. */
export interface OpenCampaign {
  readonly page: Page;
  /** What the page has sent, oldest first; each was valid. */
  readonly sent: CampaignPageMessage[];
  readonly trouble: string[];
  /** Makes this the host's answer, and says so to the page. */
  become(told: Omit<Extract<CampaignHostMessage, { type: 'campaign/set' }>, 'type'>): Promise<void>;
  close(): Promise<void>;
}

/** Opens the page under the content security policy that the extension gives it. */
export async function openCampaign(
  browser: Browser,
  options: {
    readonly told: Omit<Extract<CampaignHostMessage, { type: 'campaign/set' }>, 'type'>;
    readonly theme?: ThemeName;
  },
): Promise<OpenCampaign> {
  const context = await browser.newContext({
    viewport: { width: 1000, height: 900 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  const trouble: string[] = [];
  const sent: CampaignPageMessage[] = [];
  await serve(context, await filesOfPage({ campaign: 'docs-cache@1 file:///work' }), trouble);
  const page = await context.newPage();
  page.on('pageerror', (error) => trouble.push(`error: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      trouble.push(`console: ${message.text()}`);
    }
  });
  let { told } = options;
  const post = async (message: CampaignHostMessage): Promise<void> => {
    const valid = campaignHostMessageSchema.parse(message);
    await page.evaluate(`window.postMessage(${JSON.stringify(valid)}, '*')`);
  };
  await page.exposeFunction('planReviewSend', (data: unknown) => {
    const message = campaignPageMessageSchema.parse(data);
    sent.push(message);
    if (message.type === 'campaign/get') {
      // A page that is being reloaded no longer waits for its answer.
      post({ type: 'campaign/set', ...told }).catch(() => undefined);
    }
  });
  await page.addInitScript({ content: vscodeStub(options.theme ?? 'dark') });
  await page.goto(`${origin}/`);
  await page.locator('main').waitFor();
  return {
    page,
    sent,
    trouble,
    async become(next) {
      told = next;
      await post({ type: 'campaign/changed' });
    },
    close: () => context.close(),
  };
}
