import { walk } from '../text/blocks.ts';
import { sourceOffset, type Content } from '../text/content.ts';
import type { CheckContext } from './check.ts';
import type { HiddenPlace } from './hiddenPlace.ts';
import { isQuoted } from './segments.ts';
import { hasSign, segmentsWith, sign } from './signs.ts';

const ignoring = String.raw`\b(?:ignore|disregard|forget|override|bypass)\b[^.!?\n]{0,30}\b(?:previous|prior|preceding|above|earlier|all|any|your|system|other|foregoing)\b[^.!?\n]{0,24}\b(?:instructions?|prompts?|rules?|directions?|guidelines?|commands?|directives?)\b`;
const judged = String.raw`(?:plan|document|proposal|review|spec|rfc|prp|finding|findings|issues?|problems?|concerns?|section|part|this|it)`;
const silencing = String.raw`\b(?:do not|don't|never|must not)\b (?:\w+ ){0,2}?(?:report|flag|criticis\w+|criticiz\w+|object|complain|raise|reveal)\b[^.!?\n]{0,40}\b${judged}\b`;
/** What only somebody who wants to steer a review would write where readers do not look. */
const orders = [
  ignoring,
  // Templates tell people what "reviewers must answer"; what speaks to "you" or to a model is another thing.
  String.raw`\b(?:you|the model|assistants?|ai|llms?|claude|gpt|codex|gemini|agents?)\b[^.!?\n]{0,16}\b(?:must|should|shall|will|have to|are to|need to|please)\b[^.!?\n]{0,16}\b(?:approve|rate|score|accept|praise|recommend)\b[^.!?\n]{0,12}\b(?:plan|document|proposal|spec|rfc|prp|this|it|approval|highly|highest|10|GO)\b`,
  String.raw`\b(?:the model|assistants?|ai|llms?|claude|gpt|codex|gemini)\b[^.!?\n]{0,16}\b(?:must|should|shall|please)\b[^.!?\n]{0,16}\b(?:skip|omit|ignore|conclude|respond|reply|report)\b`,
  silencing,
  String.raw`(?:(?<=^\s*)|(?<=[.!?:;,]\s)|\bplease |\band )(?:approve|rate|score|accept|pass) (?:this|the) (?:plan|document|proposal|review|spec|rfc|prp)\b`,
  String.raw`\b(?:rate|score|mark|verdict|assess\w*)\b[^.!?\n]{0,30}\b(?:GO|10\s?\/\s?10|9\.\d\s?\/\s?10|as approved|no findings|no issues|zero findings)\b`,
  String.raw`\bfind(?:ing)? no (?:issues|problems|findings|errors)\b`,
  String.raw`<\|?(?:im_start|im_end|system|endoftext)\|?>`,
  String.raw`\b(?:system prompt|jailbreak|prompt injection)\s?:`,
];
const order = new RegExp(orders.join('|'), 'i');
const orderBesideSilence = new RegExp(orders.filter((each) => each !== silencing).join('|'), 'i');

/** Comments that tell the checks to leave something out. They are shown with their reason, which may well say so too. */
const suppression = /^\s*plan-review-disable/i;
const longBlob = /[A-Za-z0-9+/]{200,}={0,2}/;

/** Instructions in HTML comments and in elements that are not shown, and long encoded texts in comments. */
export function hiddenTexts(context: CheckContext): HiddenPlace[] {
  const places: HiddenPlace[] = [];
  if (hasSign(context, commentSign)) {
    for (const { content, value, at } of comments(context)) {
      const place = commentPlace(content, value, at);
      if (place !== undefined) {
        places.push(place);
      }
    }
  }
  return [...places, ...hiddenElements(context)];
}

interface Comment {
  readonly content: Content;
  /** The text between its marks. */
  readonly value: string;
  /** Where that text begins in the content. */
  readonly at: number;
}

const commentSign = sign('<!--');

function comments(context: CheckContext): Comment[] {
  const { document } = context;
  const found: Comment[] = segmentsWith(context, commentSign).flatMap(({ content, spans }) =>
    spans.flatMap((span) =>
      span.type === 'comment'
        ? [{ content, value: content.text.slice(span.start + 4, span.end - 3), at: span.start + 4 }]
        : [],
    ),
  );
  for (const block of walk(document.blocks)) {
    if (block.type === 'html') {
      for (const match of block.content.text.matchAll(/<!--([\s\S]*?)(?:-->|$)/g)) {
        found.push({ content: block.content, value: match[1] ?? '', at: match.index + 4 });
      }
    }
  }
  return found;
}

function commentPlace(content: Content, value: string, at: number): HiddenPlace | undefined {
  const blob = longBlob.exec(value);
  if (blob !== null && !/^data:image|sha\d{3}-/.test(value.slice(Math.max(0, blob.index - 24), blob.index))) {
    return placeOf(content, at + blob.index, {
      length: Math.min(40, blob[0].length),
      title: 'Encoded text in a comment',
      observation: `A comment holds ${blob[0].length} characters of encoded text, which readers neither see nor understand.`,
    });
  }
  // No beginning makes a comment harmless: "note", "todo" and a linter's name are as quickly written as an order.
  const match = (suppression.test(value) ? orderBesideSilence : order).exec(value);
  return match === null
    ? undefined
    : placeOf(content, at + match.index, {
        length: match[0].split('\n', 1)[0]?.length ?? 1,
        title: 'Instruction in a comment',
        observation: `A comment that readers do not see says "${short(match[0])}".`,
      });
}

function placeOf(
  content: Content,
  at: number,
  { length, ...words }: { length: number; title: string; observation: string },
): HiddenPlace {
  const start = sourceOffset(content, at);
  return { start, end: start + length, ...words };
}

function short(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}

const hiddenElement =
  /<(?<name>[a-z][a-z0-9]*)\b[^<>]{0,300}?(?:\sstyle\s*=\s*["'][^"'<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b)[^"'<>]*["']|\shidden(?=[\s>=]))[^<>]*>(?<text>[^<]{0,2000})/gi;

const elementSigns = sign('hidden', 'style');

/**
 * Elements that are in the text and not on the page. In Markdown nothing needs them, so any sentence in one is reported;
 * pages in HTML hide parts until somebody opens them, so there it has to be an order.
 */
function hiddenElements(context: CheckContext): HiddenPlace[] {
  const { document } = context;
  const matches = hasSign(context, elementSigns) ? [...document.text.matchAll(hiddenElement)] : [];
  const code = matches.length === 0 ? [] : document.blocks.filter((block) => block.type === 'code');
  return matches.flatMap((match) => {
    const text = match.groups?.['text'] ?? '';
    const isShown =
      /background/i.test(match[0]) ||
      code.some(({ start, end }) => match.index >= start && match.index < end);
    const isTelling =
      document.format === 'html'
        ? order.test(text)
        : /\p{L}+\W+\p{L}+\W+\p{L}+/u.test(text) || order.test(text);
    if (isShown || !isTelling || isInCode(document.text, match.index)) {
      return [];
    }
    const at = match.index + match[0].length - text.length;
    const start = at + (text.length - text.trimStart().length);
    const line =
      text
        .trimStart()
        .split(/[\r\n]/, 1)[0]
        ?.trimEnd() ?? '';
    return [
      {
        start,
        end: start + line.length,
        title: 'Text that is not shown',
        observation: `An element that is not shown says "${short(text.trim())}".`,
      },
    ];
  });
}

/** Whether a place stands between backticks of its line. */
function isInCode(text: string, at: number): boolean {
  const before = text.slice(Math.max(text.lastIndexOf('\n', at) + 1, at - 200), at);
  return (before.split('`').length - 1) % 2 === 1;
}

const orderSigns = sign('ignore', 'disregard', 'forget', 'override', 'bypass');
const openOrder = new RegExp(ignoring, 'gi');
const spokenAbout =
  /\b(?:e\.g|such as|for example|like|phrases?|attacks?|attempts?|injections?|injected|says?|said|contain\w*|try to|tries|cannot|never|not|detect\w*|reject\w*|strip\w*|malicious|attacker\w*|if)\b/i;

/** "Ignore previous instructions" in plain sight, unless the plan quotes it or speaks about it. */
export function openInstructions(context: CheckContext): HiddenPlace[] {
  return segmentsWith(context, orderSigns).flatMap(({ content, words }) =>
    words.includes('nstruct') || words.includes('rompt')
      ? [...words.matchAll(openOrder)].flatMap((match) => {
          const before = words.slice(Math.max(0, match.index - 120), match.index);
          const isAddressed = /\b(?:previous|prior|preceding|earlier|system|foregoing|above)\b/i.test(
            match[0],
          );
          if (
            !isAddressed ||
            isQuoted(words, match.index) ||
            spokenAbout.test(before) ||
            /['‘]$/.test(before)
          ) {
            return [];
          }
          return [
            placeOf(content, match.index, {
              length: match[0].length,
              title: 'Instruction to the model that reads',
              observation: `The plan says "${short(match[0])}".`,
            }),
          ];
        })
      : [],
  );
}
