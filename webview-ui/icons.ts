import { svg, html, type TemplateResult } from 'lit-html';
import type { ClaimVerdict, FindingStatus, PanelRun, Reviewer, Severity, Verdict } from './types.ts';

/**
 * The icons, drawn on a grid of 16. Each has a shape of its own, so that none is told apart by colour alone, and each
 * stands beside the word that it means, so that all are hidden from screen readers.
 */
const shapes = {
  octagon: svg`<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="currentColor"/>
    <path d="M5.5 5.5l5 5m0-5l-5 5" class="icon-cut"/>`,
  triangle: svg`<path d="M8 1.8 15 14.2H1z" fill="currentColor" stroke="currentColor" stroke-linejoin="round"/>
    <path d="M8 6v4m0 1.6v.6" class="icon-cut"/>`,
  dot: svg`<circle cx="8" cy="8" r="5.8" class="icon-line"/><circle cx="8" cy="8" r="2.4" fill="currentColor"/>`,
  bulb: svg`<path d="M6 11.2C6 9.6 4 8.7 4 6a4 4 0 0 1 8 0c0 2.7-2 3.6-2 5.2zM6.2 13.6h3.6" class="icon-line"/>`,
  pass: svg`<circle cx="8" cy="8" r="6.6" fill="currentColor"/><path d="M4.9 8.3l2.2 2.2 4-4.6" class="icon-cut"/>`,
  stop: svg`<circle cx="8" cy="8" r="6.6" fill="currentColor"/><path d="M4.6 8h6.8" class="icon-cut"/>`,
  half: svg`<circle cx="8" cy="8" r="6" class="icon-line"/><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  check: svg`<path d="M3 8.6l3.2 3.2L13 4.6" class="icon-line"/>`,
  cross: svg`<path d="M4 4l8 8m0-8l-8 8" class="icon-line"/>`,
  unknown: svg`<circle cx="8" cy="8" r="6.2" class="icon-line"/>
    <path d="M6.2 6.4c0-2.4 3.6-2.4 3.6-.1 0 1.5-1.8 1.4-1.8 3m0 1.3v.6" class="icon-line"/>`,
  ring: svg`<circle cx="8" cy="8" r="6" class="icon-track"/><path d="M8 2a6 6 0 0 1 6 6" class="icon-line"/>`,
  chevron: svg`<path d="M6 3.5 10.5 8 6 12.5" class="icon-line"/>`,
  document: svg`<path d="M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M5.8 8h4.4M5.8 11h4.4" class="icon-line"/>`,
  plan: svg`<path d="M3 1.8h7l3 3v4M3 1.8v12.4h4.5M5.5 5.5h3M5.5 8.3h2.6" class="icon-line"/>
    <path d="M9 12.2l2 2 3.6-4.2" class="icon-line"/>`,
  search: svg`<circle cx="6.8" cy="6.8" r="4.3" class="icon-line"/><path d="M10 10l4 4" class="icon-line"/>`,
} as const;

export type IconName = keyof typeof shapes;

/** An icon that says nothing by itself. `tone` is a class that gives it a colour of the theme. */
export function icon(name: IconName, tone = ''): TemplateResult {
  return html`<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
    ${shapes[name]}
  </svg>`;
}

const severityIcons: Record<Severity, IconName> = {
  critical: 'octagon',
  major: 'triangle',
  minor: 'dot',
  suggestion: 'bulb',
};

/** The icon of a severity, in its colour. */
export function severityIcon(severity: Severity): TemplateResult {
  return icon(severityIcons[severity], `tone-${severity}`);
}

const verdicts: Record<Verdict['value'], { icon: IconName; tone: string }> = {
  GO: { icon: 'pass', tone: 'good' },
  'CONDITIONAL GO': { icon: 'half', tone: 'caution' },
  'NO-GO': { icon: 'stop', tone: 'bad' },
};

/** The icon of a verdict, in its colour. */
export function verdictIcon(value: Verdict['value']): TemplateResult {
  return icon(verdicts[value].icon, `tone-${verdicts[value].tone}`);
}

/** `good`, `caution` or `bad`: the end of a class that colours what belongs to a verdict. */
export function verdictTone(value: Verdict['value']): string {
  return verdicts[value].tone;
}

const good = icon('check', 'tone-good');
const bad = icon('cross', 'tone-bad');

/** The icons of the steps of a run. */
export const stepIcons: Record<PanelRun['steps'][number]['state'], TemplateResult> = {
  running: icon('ring', 'spin tone-busy'),
  done: good,
  failed: bad,
};

/** The icons of claim verdicts. */
export const claimIcons: Record<ClaimVerdict, TemplateResult> = {
  pass: good,
  fail: bad,
  unverifiable: icon('unknown', 'tone-quiet'),
};

/** The icons of the ways in which a reviewer's part can end. */
export const reviewerIcons: Record<Reviewer['status'], TemplateResult> = {
  succeeded: good,
  failed_isolated: bad,
  failed_blocking: bad,
};

const statusIcons: Record<FindingStatus, TemplateResult> = {
  open: icon('dot', 'tone-quiet'),
  resolved: good,
  'partially-resolved': icon('half', 'tone-caution'),
  unresolved: bad,
  acknowledged: icon('unknown', 'tone-quiet'),
  withdrawn: good,
  regressed: icon('triangle', 'tone-major'),
};

/** The icon of what became of a finding. */
export function statusIcon(status: FindingStatus): TemplateResult {
  return statusIcons[status];
}
