import { trendReport } from '../../analysis/trends.ts';
import type { IndexedFinding } from '../../domain/indexedFinding.ts';
import type { TrendReport } from '../../domain/trendReport.ts';
import type { ReviewIndex } from '../../ports/reviewIndex.ts';

/** So many findings are fetched at once. */
const pageSize = 5_000;

/** How a plan, or the plans of a folder, have come along through all their campaigns. Throws as the index does. */
export async function trendsOf(
  index: Pick<ReviewIndex, 'trend' | 'findings'>,
  content: string,
): Promise<TrendReport> {
  const { campaigns, reviews } = await index.trend(content);
  return trendReport({ content, campaigns, reviews, findings: await allFindings(index, content) });
}

async function allFindings(
  index: Pick<ReviewIndex, 'findings'>,
  content: string,
): Promise<readonly IndexedFinding[]> {
  const all: IndexedFinding[] = [];
  for (;;) {
    const { total, findings } = await index.findings({
      content: [content],
      archived: 'all',
      limit: pageSize,
      offset: all.length,
    });
    all.push(...findings);
    if (findings.length === 0 || all.length >= total) {
      return all;
    }
  }
}
