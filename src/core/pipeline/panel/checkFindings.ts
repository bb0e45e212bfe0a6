import type { RaisedFinding } from '../../domain/raisedFinding.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import type { PanelContext } from './panelContext.ts';

/** What the checks found, as findings of a reviewer called `checks`. */
export function checkFindings({
  checks,
  document,
}: Pick<PanelContext, 'checks' | 'document'>): readonly RaisedFinding[] {
  return checks.findings.map((finding, index) => {
    const label = `checks-${index + 1}`;
    const { severity, category, title, observation, concern, recommendation, range } = finding;
    const start = offsetAt(document.lines, range.start);
    const quote = document.text.slice(start, offsetAt(document.lines, range.end));
    return {
      ...finding,
      label,
      reviewer: 'checks',
      quote,
      confidence: undefined,
      statement: {
        reviewer: 'checks',
        label,
        severity,
        category,
        title,
        quote,
        observation,
        concern,
        recommendation,
      },
      notes: [],
    };
  });
}
