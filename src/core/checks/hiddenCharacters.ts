import type { CheckContext } from './check.ts';
import type { HiddenPlace } from './hiddenPlace.ts';

/**
 * Characters that change or hold text without being seen (Unicode 16: Cf and variation selectors): zero-width ones,
 * those that override the direction, tags (block E0000) and selectors. Joiners within emoji and in scripts that are
 * written with them, selectors behind emoji and marks of direction in right-to-left text are part of writing.
 */
const suspicious =
  /[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069]|(?<!^)\ufeff|(?<=[A-Za-z0-9])[\u200c\u200d](?=[A-Za-z0-9])|(?:\ufe0f?[\ufe00-\ufe0e]){3,}|\udb40[\udc00-\udfff]/;

const everyRun =
  /(?:\udb40[\udc00-\udfff])+|[\u202a-\u202e\u2066-\u2069]+|[\u200b\u2060-\u2064\ufeff]+|(?<=[A-Za-z0-9])[\u200c\u200d]+(?=[A-Za-z0-9])|[\ufe00-\ufe0e]{3,}/g;

/** Finds them in the whole text, code and comments included: that is where they do their work. */
export function hiddenCharacters({ document }: CheckContext): HiddenPlace[] {
  const { text } = document;
  if (!suspicious.test(text)) {
    return [];
  }
  return [...text.matchAll(everyRun)].flatMap((match) => {
    const place = judge(text, match[0], match.index);
    return place === undefined ? [] : [place];
  });
}

function judge(text: string, run: string, start: number): HiddenPlace | undefined {
  const end = start + run.length;
  const before = text.slice(Math.max(0, start - 2), start);
  const behind = text.slice(end, end + 1);
  if (run.startsWith('\udb40')) {
    return tags(run, before, { start, end });
  }
  if (/^[\u202a-\u202e\u2066-\u2069]/.test(run)) {
    return direction(text, run, { start, end });
  }
  // At the edge of a word these are left over from copying; within one they split what a search or a model reads.
  const isInWord = /[\p{L}\p{N}]$/u.test(before) && /[\p{L}\p{N}]/u.test(behind);
  const isWrittenWithBreaks =
    /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(
      before,
    );
  if (run.length < 3 && (!isInWord || isWrittenWithBreaks)) {
    return undefined;
  }
  return {
    start,
    end,
    title: 'Invisible characters within a word',
    observation: `${codes(run)} stands here, which nobody sees.`,
  };
}

/** Tag characters spell ASCII that is not shown. A flag of a region (England, Scotland) is a black flag and tags. */
function tags(run: string, before: string, at: { start: number; end: number }): HiddenPlace | undefined {
  const isFlag = before === '\ud83c\udff4' && run.length <= 14;
  const points = Array.from(run, (char) => char.codePointAt(0) ?? 0);
  const selectors = points.filter((point) => point >= 0xe0100 && point <= 0xe01ef).length;
  // One selector behind an ideograph chooses its form.
  if (isFlag || (selectors === points.length && points.length < 3)) {
    return undefined;
  }
  const spelled = points
    .filter((point) => point >= 0xe0020 && point <= 0xe007e)
    .map((point) => String.fromCodePoint(point - 0xe0000))
    .join('');
  const said = spelled === '' ? '' : ` They spell "${spelled.slice(0, 80)}".`;
  return {
    ...at,
    title: 'Text in invisible characters',
    observation: `${points.length} characters stand here that nobody sees.${said}`,
  };
}

/** Controls of direction belong to right-to-left text; elsewhere they make code read otherwise than it runs (CVE-2021-42574). */
function direction(text: string, run: string, at: { start: number; end: number }): HiddenPlace | undefined {
  const lineStart = text.lastIndexOf('\n', at.start) + 1;
  const lineStop = text.indexOf('\n', at.end);
  const line = text.slice(
    Math.max(lineStart, at.start - 400),
    lineStop === -1 ? at.end + 400 : Math.min(lineStop, at.end + 400),
  );
  const isRightToLeft =
    /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(line);
  const overrides = /[\u202d\u202e]/.test(run);
  // Between right-to-left words isolates and embeddings are how such text is written; an override seldom is.
  return isRightToLeft && !overrides
    ? undefined
    : {
        ...at,
        title: 'Characters that turn the reading direction',
        observation: `${codes(run)} stands here: what follows is shown in another order than it is stored.`,
      };
}

function codes(run: string): string {
  const points = [
    ...new Set(
      Array.from(
        run,
        (char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      ),
    ),
  ];
  return points.slice(0, 4).join(', ');
}
