import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexLines, offsetAt, positionAt } from '../text/lineIndex.ts';
import { suppressionFix } from './suppressionFix.ts';

/** Suppresses a check at the `@` of a plan, which is no part of it, and returns the plan then. */
function suppressed(marked: string, options: { path?: string; reason?: string } = {}): string | undefined {
  const text = marked.replace('@', '');
  const lines = indexLines(text);
  const fix = suppressionFix({
    path: options.path ?? 'plan.md',
    text,
    position: positionAt(lines, marked.indexOf('@')),
    check: 'file-exists',
    reason: options.reason ?? 'why',
  });
  return fix?.edits
    .toReversed()
    .reduce(
      (result, edit) =>
        result.slice(0, offsetAt(lines, edit.range.start)) +
        edit.text +
        result.slice(offsetAt(lines, edit.range.end)),
      text,
    );
}

const nextLine = '<!-- plan-review-disable-next-line file-exists: why -->';
const line = '<!-- plan-review-disable-line file-exists: why -->';
const before = '<!-- plan-review-disable file-exists: why -->';
const after = '<!-- plan-review-enable file-exists -->';

test('a block that begins on the line gets a line of its own above', () => {
  assert.equal(suppressed('# T\n\nSee `@a.ts`\nhere.\n'), `# T\n\n${nextLine}\nSee \`a.ts\`\nhere.\n`);
  assert.equal(suppressed('Text\n## See @x\n'), `Text\n${nextLine}\n## See x\n`);
  assert.equal(suppressed('- `@a.ts`\n- b\n'), `${nextLine}\n- \`a.ts\`\n- b\n`);
  assert.equal(suppressed('| `@a` |\n| --- |\n| b |\n'), `${nextLine}\n| \`a\` |\n| --- |\n| b |\n`);
});

test('a line within a block keeps the block together', () => {
  assert.equal(suppressed('See\n`@a.ts` here.\n'), `See\n\`a.ts\` here. ${line}\n`);
  assert.equal(suppressed('- a\n- `@b.ts`\n\n  More.\n'), `- a\n- \`b.ts\` ${line}\n\n  More.\n`);
  assert.equal(suppressed('> a\n> `@b.ts`\n'), `> a\n> \`b.ts\` ${line}\n`);
  // Two spaces at the end break the line.
  assert.equal(suppressed('See\n`@a.ts`  \nhere.\n'), `See\n\`a.ts\` ${line}  \nhere.\n`);
});

test('a row of a table keeps its cells', () => {
  assert.equal(
    suppressed('| a | b |\n| --- | --- |\n| `@x.ts` | y |\n', { reason: 'this | that' }),
    '| a | b |\n| --- | --- |\n| `x.ts` | y <!-- plan-review-disable-line file-exists: this / that --> |\n',
  );
  assert.equal(
    suppressed('- x\n\n  | a | `@b` |\n  | --- | --- |\n'),
    `- x\n\n  | a | \`b\` ${line} |\n  | --- | --- |\n`,
  );
});

test('what stands in code is suppressed around the code', () => {
  assert.equal(
    suppressed('```sh\nnpm run @x\n```\nNext.\n'),
    `${before}\n\`\`\`sh\nnpm run x\n\`\`\`\n${after}\nNext.\n`,
  );
  assert.equal(
    suppressed('- a\n\n  ```sh\n  npm run @x\n  ```\n- b\n'),
    `- a\n\n  ${before}\n  \`\`\`sh\n  npm run x\n  \`\`\`\n  ${after}\n- b\n`,
  );
  // The code begins behind the item's mark, where no line can stand, so the whole list is inside.
  assert.equal(
    suppressed('- ```sh\n  npm run @x\n  ```\n- b\n'),
    `${before}\n- \`\`\`sh\n  npm run x\n  \`\`\`\n- b\n${after}\n`,
  );
  assert.equal(suppressed('> ```\n> @x\n> ```\n'), `> ${before}\n> \`\`\`\n> x\n> \`\`\`\n> ${after}\n`);
});

test("front matter gets YAML's comments", () => {
  assert.equal(
    suppressed('---\nfiles:\n  - @a.ts\n---\n\n# T\n'),
    '---\nfiles:\n  - a.ts # plan-review-disable-line file-exists: why\n---\n\n# T\n',
  );
  // In a block of text a comment would be text.
  assert.equal(
    suppressed('---\ntext: |\n  @a.ts\n---\n'),
    '---\n# plan-review-disable file-exists: why\ntext: |\n  a.ts\n# plan-review-enable file-exists\n---\n',
  );
});

test('nothing is offered where no comment can stand', () => {
  assert.equal(suppressed('@---\ntitle: x\n---\n'), undefined);
});

test('HTML keeps its tags whole', () => {
  const path = 'plan.html';
  assert.equal(
    suppressed('<p>See <code>@a.ts</code></p>\n', { path }),
    `${nextLine}\n<p>See <code>a.ts</code></p>\n`,
  );
  assert.equal(
    suppressed('<p>See <a\n href="@a.ts"\n>x</a></p>\n', { path }),
    `${before}\n<p>See <a\n href="a.ts"\n>x</a></p>\n${after}\n`,
  );
});

test('no reason ends the comment, and line ends are those of the plan', () => {
  assert.equal(
    suppressed('See `@a.ts`.\r\n', { reason: ' a --> b --!> c\n\n# d ' }),
    '<!-- plan-review-disable-next-line file-exists: a -> b -> c # d -->\r\nSee `a.ts`.\r\n',
  );
});
