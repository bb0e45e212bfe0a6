import type { Pattern } from './definition.ts';

/** What became of a definition's **Pattern**. */
export type ReadPattern =
  | { readonly ok: true; readonly pattern: Pattern; readonly placeholders: readonly string[] }
  | { readonly ok: false; readonly problem: string };

/** Marks that may stand around a value, and what a value in running text is made of: `\x60` is a backtick. */
const OPENING = String.raw`[\x60*_"'(\[]{0,3}`;
const CLOSING = String.raw`[\x60*_"')\]]{0,3}`;
const VALUE = String.raw`([^\s\x60*"'()\[\]<>|,;]{0,299}[^\s\x60*"'()\[\]<>|,;.:!?])`;
const BEGINNING = String.raw`(?<![^\s\x60*_"'(\[])`;

/**
 * Reads a pattern: `/a regular expression with (one group)/` or a template such as `Route {path}`, both in a code span.
 * A template `key: {value}` is about the front matter.
 */
export function readPattern(text: string): ReadPattern {
  const written = /(?<!`)(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)/s.exec(text)?.[2]?.trim();
  if (written === undefined) {
    return refuse(
      'Put the pattern into a code span: `Route {path}`, or `/a regular expression with (one group)/`.',
    );
  }
  const expression = /^\/(.+)\/([a-z]*)$/s.exec(written);
  return expression === null
    ? readTemplate(written)
    : readExpression(expression[1] ?? '', expression[2] ?? '');
}

function readExpression(source: string, flags: string): ReadPattern {
  if (!/^[imsu]*$/.test(flags)) {
    return refuse(`Of the flags, only i, m, s and u are of use here, not "${flags}".`);
  }
  try {
    // An alternative that matches nothing tells how many groups there are.
    const groups = (new RegExp(`${source}|`, flags).exec('')?.length ?? 0) - 1;
    return groups === 1
      ? { ok: true, pattern: { type: 'text', source, flags }, placeholders: [] }
      : refuse(
          `The expression has ${groups} groups, and one is needed: it captures the value. Write the others as (?:…).`,
        );
  } catch (error) {
    return refuse(`The expression cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readTemplate(template: string): ReadPattern {
  const placeholders = [...template.matchAll(/\{([A-Za-z_][\w -]*)\}/g)];
  const [only, ...more] = placeholders;
  if (only === undefined || more.length > 0) {
    return refuse(
      `A template has one placeholder where the value stands, such as \`Route {path}\`; this one has ${placeholders.length}.`,
    );
  }
  const name = only[1] ?? '';
  const key = /^([A-Za-z_][\w-]*)\s*:\s*\[?\{[^}]*\}\]?$/.exec(template)?.[1];
  if (key !== undefined) {
    return { ok: true, pattern: { type: 'front-matter', key }, placeholders: [name] };
  }
  const before = literal(template.slice(0, only.index));
  const behind = literal(template.slice(only.index + only[0].length));
  if (before === '' && behind === '') {
    return refuse('A template needs words around its placeholder, or every word of a plan is a value.');
  }
  const source = [
    /^\w/.test(before) ? String.raw`\b` : '',
    before === '' ? BEGINNING : before + OPENING,
    VALUE,
    behind === '' ? '' : CLOSING + behind,
    /\w$/.test(behind) ? String.raw`\b` : '',
  ].join('');
  return { ok: true, pattern: { type: 'text', source, flags: 'iu' }, placeholders: [name] };
}

/** The words of a template as part of an expression: white space is any white space. */
function literal(words: string): string {
  return words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
}

function refuse(problem: string): ReadPattern {
  return { ok: false, problem };
}
