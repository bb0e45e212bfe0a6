/**
 * That twice the text takes at most two and a half times the time, whatever the text is. Processor time is compared, the
 * least of several runs, so that other work of the machine does not count.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { costOf, type Cost } from '../support/checks/costOf.ts';
import { hostileTokens } from '../support/hostileTokens.ts';
import { makePlan } from '../support/makePlan.ts';

/** Below so many milliseconds the difference between two runs is chance. */
const negligible = 25;
const mostRuns = 6;

/** Compares the costs of a text of some length and of one of twice that length, part by part. */
async function assertLinear(
  name: string,
  textOf: (length: number) => string,
  length: number,
  path = 'docs/plans/plan.md',
): Promise<void> {
  const least: { once: Cost; twice: Cost } = { once: new Map(), twice: new Map() };
  let slow: string[] = [];
  for (let run = 0; run < mostRuns; run += 1) {
    least.twice = lower(least.twice, await costOf(textOf(2 * length), path));
    if ([...least.twice.values()].every((cost) => cost <= negligible)) {
      return;
    }
    least.once = lower(least.once, await costOf(textOf(length), path));
    slow = [...least.twice]
      .filter(([part, cost]) => cost > negligible && cost > 2.5 * (least.once.get(part) ?? 0))
      .map(([part, cost]) => `${part}: ${least.once.get(part)} ms, then ${cost} ms`);
    if (slow.length === 0) {
      return;
    }
  }
  assert.fail(`${name}, ${length} and ${2 * length} characters: ${slow.join('; ')}`);
}

function lower(known: Cost, cost: Cost): Cost {
  return new Map([...cost].map(([part, value]) => [part, Math.min(value, known.get(part) ?? value)]));
}

/** Where a long line may stand. */
const places: Readonly<Record<string, (line: string) => string>> = {
  'in words, in what leads in a list and in its items': (line) =>
    `# T\n\n## Phase 1: ${line} (1h)\n\n- ${line}\n- \`src/x.ts\`\n\n## Phase 2: b (1h)\n\nThe ${line} has three parts:\n\n- ${line}\n- c: \`src/y.ts\`\n`,
  'in tables, comments, code and lists of files': (line) =>
    `# T\n\n## Requirements\n\n| Lane | ${line} |\n|--|--|\n| Lane A | ${line} |\n\n<!-- ${line} -->\n\n## Files\n\n- \`a/b.ts\`\n- \`c/d.ts\`\n\n## Lane 1: files\n\nFiles: ${line}\n\n\`\`\`sh\n${line}\n\`\`\`\n`,
};

for (const [place, wrap] of Object.entries(places)) {
  test(`a line of 10,000 characters of one repeated piece takes its time ${place}, and no more`, async () => {
    for (const token of hostileTokens) {
      const textOf = (length: number): string => wrap(token.repeat(Math.ceil(length / token.length)));
      await assertLinear(JSON.stringify(token), textOf, 10_000);
    }
  });
}

/** What a plan may have very many of. */
const manyOf: Readonly<Record<string, string>> = {
  'lines of words': 'The queue is drained before the worker stops, and nothing is lost.\n',
  paragraphs: 'The queue is drained.\n\n',
  headings: '## Drain the queue\n\n',
  items: '- the queue is drained\n',
  'deeper and deeper items': '- - - ',
  'deeper and deeper quotes': '> > > ',
  rows: '| a | b | c |\n|---|---|---|\n| d | e | f |\n\n',
  fences: '```sh\necho a\n```\n',
  'fences that nobody closes': '```` ``` ~~~\n',
  comments: '<!-- a -->\n\n',
  'comments that nobody closes': 'a <!-- ',
  'code that nobody closes': 'a ` `` ``` ',
  brackets: '[a](',
  definitions: '[a]: b.md\n',
  'definitions with titles that nobody closes': '[a]: b.md "c\n',
  footnotes: '[^a]: b\n',
  elements: '<a style="color: red" b="c" ',
  'words without white space': 'abcdefghij',
  'words joined by hyphens': 'a-b_c.d+',
  'empty lines': '\n',
  'white space': ' \t',
};

for (const [name, piece] of Object.entries(manyOf)) {
  test(`two megabytes of ${name} take twice as long as one`, async () => {
    const textOf = (length: number): string => `# T\n\n${piece.repeat(Math.ceil(length / piece.length))}\n`;
    await assertLinear(name, textOf, 1_000_000);
  });
}

test('two megabytes of front matter take twice as long as one', async () => {
  const textOf = (length: number): string => `---\n${'file: src/a.ts\n'.repeat(length / 15)}---\n\n# T\n`;
  await assertLinear('front matter', textOf, 1_000_000);
});

test('two megabytes of HTML take twice as long as one', async () => {
  const pieces = [
    '<h2>Steps</h2><p>See <code>src/a.ts</code> &amp; <a href="b.md">b</a></p>',
    '<div>',
    '<!-- ',
    '&amp;',
  ];
  for (const piece of pieces) {
    const textOf = (length: number): string => piece.repeat(length / piece.length);
    await assertLinear(piece, textOf, 1_000_000, 'docs/plan.html');
  }
});

test('two megabytes of a plan as people write it take twice as long as one', async () => {
  await assertLinear('a plan', (length) => makePlan({ seed: 1, length }).text, 1_000_000);
});
