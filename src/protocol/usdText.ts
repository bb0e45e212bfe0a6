/** An amount of US dollars, with as many digits as say something. */
export function usdText(usd: number): string {
  return `$${usd > 0 && usd < 0.1 ? usd.toPrecision(2) : usd.toFixed(2)}`;
}
