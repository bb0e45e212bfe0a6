import type { Claim } from '../domain/claim.ts';
import { sourceOffset } from '../text/content.ts';
import type { CheckContext } from './check.ts';
import { closestName } from './closestName.ts';
import { claimOf } from './mention.ts';
import { hasSign, segmentsWith, sign } from './signs.ts';

/** `[words][label]`: with a letter in the label, so that no index and no numbered source is taken for one. */
const reference =
  /(?<![\w\])\\!])\[(?!\^|[ x]\])([^[\]\n]{2,200})\]\[([^[\]^\n]*[A-Za-z][^[\]\n]*)\](?![[(\w])/g;

const signs = sign('][');

/** A definition in whatever list or quotation it stands. */
const definition = /^[ \t>*+-]*\[(?!\^)([^[\]\n]+)\]: /gm;

/**
 * References to definitions that the plan does not have. Only in a plan that has definitions at all: elsewhere two
 * pairs of brackets are more likely something else ("usage: tool [options][files]").
 */
export function undefinedReferences(context: CheckContext): Claim[] {
  const { document } = context;
  if (!hasSign(context, signs) || !document.text.includes(']: ')) {
    return [];
  }
  const labels = new Map<string, string>();
  for (const match of document.text.matchAll(definition)) {
    const label = match[1] ?? '';
    labels.set(normalized(label), label);
  }
  if (labels.size === 0) {
    return [];
  }
  return segmentsWith(context, signs).flatMap(({ content, words }) =>
    [...words.matchAll(reference)].flatMap((match) => {
      const label = match[2] ?? '';
      if (labels.has(normalized(label)) || label.includes('\u{fffc}')) {
        return [];
      }
      const start = sourceOffset(content, match.index + match[0].length - label.length - 1);
      const closest = closestName(label, labels.values());
      return [
        claimOf(
          document,
          'link',
          { value: label, start },
          {
            intent: 'exists',
            verdict: 'fail',
            detail: 'has no definition in this plan',
            ...(closest === undefined ? {} : { suggestion: closest.name }),
          },
        ),
      ];
    }),
  );
}

function normalized(label: string): string {
  return label.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}
