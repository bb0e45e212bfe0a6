import type { Finding, PanelRecord, Place } from './types.ts';

type TokenUsage = PanelRecord['usage'];

/** `1 finding`, `3 findings`. `many` is for words that take more than an s. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A moment in the reader's own language and time zone. */
export function moment(iso: string): string {
  return dateAndTime.format(new Date(iso));
}

/** Enough of a SHA-256 or commit id to recognise it. */
export function shortHash(hash: string): string {
  return hash.replace(/^sha256:/, '').slice(0, 8);
}

/** Where a finding's words are now, in a few words. */
export function placeText(place: Place): string {
  if (place.state === 'lost') {
    return 'lost';
  }
  const line = `line ${place.range.start.line}`;
  return place.state === 'moved' ? `moved to ${line}` : line;
}

/** What the state of a finding's anchor means, as a sentence. */
export function placeExplanation(place: Place): string {
  if (place.state === 'lost') {
    return 'Lost: the words that were reviewed are no longer in the plan.';
  }
  const line = `Line ${place.range.start.line}`;
  return place.state === 'exact'
    ? `${line}, exact: the words stand where they were reviewed.`
    : `${line}, moved: the words stand elsewhere than when they were reviewed.`;
}

/** The heading path that a finding stands under. */
export function sectionText(finding: Finding): string {
  return finding.anchor.section.length === 0 ? 'Whole plan' : finding.anchor.section.join(' › ');
}

/** Tokens of all kinds: what was sent, how much of that came from the cache, and what was answered. */
export function tokensText(usage: TokenUsage): string {
  const { input, cacheRead, cacheWrite, output } = usage;
  const sent = input + cacheRead + cacheWrite;
  const cached = cacheRead === 0 ? '' : ` (${cacheRead.toLocaleString()} from cache)`;
  return `${sent.toLocaleString()} tokens in${cached}, ${output.toLocaleString()} out`;
}

/** A span of time, of whatever length: `850 ms`, `12 s`, `3 min 20 s`. */
export function durationText(ms: number): string {
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Cuts a text that would fill the screen; the whole of it is shown where there is room. */
export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).trimEnd()}…`;
}
