import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { checks } from '../../src/core/checks/registry.ts';
import { runChecks } from '../../src/core/checks/runChecks.ts';
import { parsePlan } from '../../src/core/text/planDocument.ts';
import { createMemoryFiles } from '../support/memory/memoryFiles.ts';
import { createMemoryGit } from '../support/memory/memoryGit.ts';

const fixtures = fileURLToPath(new URL('../fixtures/checks/', import.meta.url));
const pages = fileURLToPath(new URL('../../docs/checks/', import.meta.url));

/** The words behind `<!-- name: … -->`, all of them. */
function directive(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`^<!-- ${name}: (.*) -->$`, 'gm'))].flatMap((match) =>
    (match[1] ?? '').split(' '),
  );
}

/** The tree of a fixture: `<!-- tree: paths -->`, `<!-- file: path = text with \\n -->`, `<!-- lines: path number -->`. */
function treeOf(text: string): Record<string, string> {
  const files = [...text.matchAll(/^<!-- file: (\S+) = (.*) -->$/gm)].map(
    ([, path, content]) => [path ?? '', (content ?? '').replaceAll(String.raw`\n`, '\n')] as const,
  );
  const long = [...text.matchAll(/^<!-- lines: (\S+) (\d+) -->$/gm)].map(
    ([, path, count]) => [path ?? '', 'line\n'.repeat(Number(count))] as const,
  );
  return Object.fromEntries([
    ...directive(text, 'tree').map((path) => [path, ''] as const),
    ...files,
    ...long,
  ]);
}

/**
 * What a fixture expects: `<!-- expect: words -> suggestion -->` stands behind the words, which are looked for upwards from it.
 * Each is `line:column words`.
 */
function expectations(text: string): { found: string; suggestion: string | undefined }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = /^\s*<!-- expect: (.*?)(?: -> (.*))? -->$/.exec(line);
    if (match?.[1] === undefined) {
      return [];
    }
    for (let above = index - 1; above >= 0; above -= 1) {
      const text = lines[above] ?? '';
      const column = text.includes('<!-- expect') ? -1 : text.indexOf(match[1]);
      if (column !== -1) {
        return [{ found: `${above + 1}:${column + 1} ${match[1]}`, suggestion: match[2] }];
      }
    }
    throw new Error(`line ${index + 1} expects "${match[1]}", which stands nowhere above it`);
  });
}

/** A fixture without what it says of itself, character for character: no check sees what is expected of it. */
function planOf(text: string): string {
  return text.replaceAll(
    /^[ ]*<!-- (?:expect|tree|file|lines|commits|ignored|branches|tags): .* -->$/gm,
    (marker) => ' '.repeat(marker.length),
  );
}

test('every check has a fixture and a page, and there are no others', () => {
  const ids = checks.map((check) => `${check.id}.md`).toSorted();
  assert.deepEqual(readdirSync(fixtures).toSorted(), ids);
  assert.deepEqual(readdirSync(pages).toSorted(), ids);
});

for (const check of checks) {
  test(`${check.id} finds in its fixture what stands there to be found, and nothing else`, async () => {
    const text = readFileSync(`${fixtures}${check.id}.md`, 'utf8');
    const document = parsePlan(`test/fixtures/checks/${check.id}.md`, planOf(text));
    const result = await runChecks(
      {
        files: createMemoryFiles(treeOf(text)),
        git: createMemoryGit({
          commits: directive(text, 'commits'),
          ignored: directive(text, 'ignored'),
          branches: directive(text, 'branches'),
          tags: directive(text, 'tags'),
        }),
        workspacePrefix: '',
      },
      document,
      { mode: 'plan', signal: undefined },
    );
    const found = result.findings.filter((finding) => finding.check === check.id);
    const words = found.map(({ range }) => {
      const line = text.split('\n')[range.start.line - 1] ?? '';
      return `${range.start.line}:${range.start.column} ${line.slice(range.start.column - 1, range.end.column - 1)}`;
    });
    const expected = expectations(text);
    assert.deepEqual(
      words,
      expected.map((expectation) => expectation.found),
    );
    for (const { found: place, suggestion } of expected.filter(
      (expectation) => expectation.suggestion !== undefined,
    )) {
      const claim = result.claims.find(({ range }) =>
        place.startsWith(`${range.start.line}:${range.start.column} `),
      );
      assert.equal(claim?.suggestion, suggestion);
    }
  });

  test(`the page of ${check.id} tells its severity, category, kinds and modes`, () => {
    const page = readFileSync(`${pages}${check.id}.md`, 'utf8');
    for (const line of [
      `# ${check.id}`,
      `${check.title}.`,
      `| Severity | ${check.severity} |`,
      `| Category | ${check.category} |`,
      `| Kinds | ${check.kinds === 'all' ? 'all' : check.kinds.join(', ')} |`,
      `| Modes | ${check.modes.join(', ')} |`,
    ]) {
      assert.ok(page.split('\n').includes(line), `${check.id}.md lacks the line "${line}"`);
    }
  });
}
