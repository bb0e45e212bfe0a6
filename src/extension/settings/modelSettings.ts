import type { TokenPrices } from '../../core/index.ts';

/** The settings about models, by their names below `planReview.models.`. All of them are the user's and of no workspace. */
export const modelSettingNames = [
  'order',
  'baseUrl',
  'claudeExecutable',
  'codexExecutable',
  'prices',
  'maxCost',
] as const;

/** What somebody set, by name. */
export type RawModelSettings = Readonly<Partial<Record<(typeof modelSettingNames)[number], unknown>>>;

/** The user's models, as far as settings say. */
export interface ModelSettings {
  readonly order: readonly string[] | undefined;
  /** Where the Anthropic provider sends to; Anthropic's own endpoint where undefined. */
  readonly baseUrl: string | undefined;
  readonly claude: string | undefined;
  readonly codex: string | undefined;
  readonly prices: Readonly<Record<string, TokenPrices>> | undefined;
  /** The most that a round may cost, in US dollars. */
  readonly maxCostUsd: number | undefined;
}

/** Reads the settings. What cannot be used is left out: the editor marks it where it was written. */
export function modelSettingsOf(raw: RawModelSettings): ModelSettings {
  const { order, prices, maxCost } = raw;
  return {
    order: Array.isArray(order) && order.length > 0 ? order.flatMap((id) => given(id) ?? []) : undefined,
    baseUrl: given(raw.baseUrl),
    claude: given(raw.claudeExecutable),
    codex: given(raw.codexExecutable),
    prices: isRecord(prices) ? Object.fromEntries(Object.entries(prices).flatMap(pricesEntry)) : undefined,
    maxCostUsd: isAmount(maxCost) && maxCost > 0 ? maxCost : undefined,
  };
}

function given(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function pricesEntry([model, value]: [string, unknown]): [string, TokenPrices][] {
  if (!isRecord(value)) {
    return [];
  }
  const { input, output, cacheRead, cacheWrite } = value;
  // An endpoint that says nothing of its cache is taken to charge for it as for any input.
  const read = cacheRead ?? input;
  const write = cacheWrite ?? input;
  return isAmount(input) && isAmount(output) && isAmount(read) && isAmount(write)
    ? [[model, { input, output, cacheRead: read, cacheWrite: write }]]
    : [];
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
