import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { walk } from './blocks.ts';
import { sourceOffset } from './content.ts';
import { lineAt } from './lineIndex.ts';
import { parsePlan } from './planDocument.ts';

const compared = new Set(['heading', 'code', 'listItem', 'table', 'paragraph']);

/** `type firstLine-lastLine` of every block, as we see them. */
function ourBlocks(text: string): string[] {
  const { blocks, lines } = parsePlan('plan.md', text);
  return [...walk(blocks)]
    .filter((block) => compared.has(block.type))
    .map((block) => `${block.type} ${lineAt(lines, block.start) + 1}-${lineAt(lines, block.end - 1) + 1}`);
}

interface Node {
  readonly type: string;
  readonly position?:
    { readonly start: { readonly line: number }; readonly end: { readonly line: number } } | undefined;
  readonly children?: readonly Node[];
}

/** The same from mdast, whose positions are exact. */
function oracleBlocks(text: string): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (compared.has(node.type) && node.position !== undefined) {
      found.push(`${node.type} ${node.position.start.line}-${node.position.end.line}`);
    }
    node.children?.forEach(visit);
  };
  visit(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  return found;
}

const samples: Record<string, string> = {
  'headings of both kinds': '# One\n\nTwo\n===\n\ntext\n\n### Three ###\n\nFour\n---\n',
  'lists within lists': '- a\n  more\n  - b\n\n    second paragraph\n- c\n\n1. one\n2. two\n   - three\n',
  'tabs as indent': '-\ta\n\t- b\n\n\t  text\n',
  tasks: '- [ ] open `a.ts`\n- [x] done\n  more\n',
  'code in items': '- a\n\n  ```ts\n  const a = 1;\n\n  const b = 2;\n  ```\n\n- b\n\n      indented\n',
  quotes: '> a\n> b\n>\n> - c\n>   d\n\ntext\n',
  tables: 'text\n\n| a | b |\n|---|---|\n| `x \\| y` | z |\n| q |\n\ntext\n',
  fences: '```\na\n\n```\n\n~~~ts\nb\n~~~\n',
  CRLF: '# A\r\n\r\n- b\r\n  c\r\n\r\ntext\r\nmore\r\n',
  'nothing but space': ' \n\n\t\n',
};

for (const [name, text] of Object.entries(samples)) {
  test(`blocks stand where mdast sees them: ${name}`, () => {
    assert.deepEqual(ourBlocks(text), oracleBlocks(text));
  });
}

test('the content of a block maps back to the characters of the plan', () => {
  const text = '# T\n\n> - see `src/a.ts`\n>   and `src/b.ts`\n\n| col |\n|---|\n| `src/c.ts` |\n';
  for (const name of ['src/a.ts', 'src/b.ts', 'src/c.ts']) {
    const block = [...walk(parsePlan('plan.md', text).blocks)].flatMap((candidate) => {
      if (candidate.type === 'paragraph') {
        return [candidate.content];
      }
      return candidate.type === 'table' ? candidate.rows.flat() : [];
    });
    const content = block.find((candidate) => candidate.text.includes(name));
    assert.ok(content, name);
    assert.equal(sourceOffset(content, content.text.indexOf(name)), text.indexOf(name));
  }
});

test('any text has blocks that lie within it, in order and within their parents', () => {
  const pieces = fc.constantFrom(
    '# a',
    '- b',
    '  c',
    '\n',
    '\n\n',
    '\r\n',
    '```',
    '| d |',
    '|---|',
    '> e',
    '\t',
    '1. f',
    '    g',
    '<!-- h -->',
    '[i]: j',
    '---',
    '`k',
    '\u{1f600}',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const text = parts.join('');
      const check = (blocks: ReturnType<typeof parsePlan>['blocks'], from: number, to: number): void => {
        let last = from;
        for (const block of blocks) {
          assert.ok(
            block.start >= last && block.end >= block.start && block.end <= to,
            `${block.type} ${block.start}-${block.end} in ${from}-${to}`,
          );
          last = block.start;
          if ('children' in block) {
            check(block.children, block.start, block.end);
          }
        }
      };
      check(parsePlan('plan.md', text).blocks, 0, text.length);
    }),
    { numRuns: 500 },
  );
});

test('quotes within quotes without end are text, not an exception', () => {
  const { blocks } = parsePlan('plan.md', '> '.repeat(20_000));
  assert.ok(blocks.length <= 1);
});

test('a code block ends before its fence, and holds everything where it has none', () => {
  const contentOf = (text: string): string | undefined => {
    const [block] = parsePlan('plan.md', text).blocks;
    return block?.type === 'code' ? block.content.text : undefined;
  };
  assert.equal(contentOf('```ts\na\n\n  ```  \n\n'), 'a\n');
  assert.equal(contentOf('~~~\n~~~'), '');
  assert.equal(contentOf('```\na\nb'), 'a\nb');
});
