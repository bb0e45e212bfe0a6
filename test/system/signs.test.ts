import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import * as fc from 'fast-check';
import type { CheckContext } from '../../src/core/checks/check.ts';
import { checks } from '../../src/core/checks/registry.ts';
import { lookEverywhere, segmentsWith, sign } from '../../src/core/checks/signs.ts';
import { contextOf } from '../support/checks/contextOf.ts';
import { repositoryRoot } from '../support/editor/paths.ts';
import { hostileTokens } from '../support/hostileTokens.ts';

const around = {
  files: { 'src/a.ts': 'export function foo() {}\n', 'package.json': '{"dependencies":{"zod":"^3.0.0"}}' },
  repository: { branches: ['main'], tags: ['v1.0.0'], commits: ['1'.repeat(40)] },
};

const ownSign = sign('needle', '(9', 'ä-');

/** What every check says, where it looks only at what has its signs, and where it looks everywhere. */
async function assertNothingIsMissed(text: string): Promise<void> {
  const run = async (context: CheckContext): Promise<unknown[]> =>
    Promise.all(checks.map(async (check) => ({ check: check.id, ...(await check.run(context)) })));
  const everywhere = contextOf(text, around);
  lookEverywhere(everywhere);
  assert.deepEqual(await run(contextOf(text, around)), await run(everywhere));
}

for (const fixture of globSync('test/fixtures/checks/*.md', { cwd: repositoryRoot })) {
  test(`no check misses anything in ${fixture} for looking only where its signs are`, async () => {
    const text = readFileSync(path.join(repositoryRoot, fixture), 'utf8');
    await assertNothingIsMissed(text);
    await assertNothingIsMissed(text.toUpperCase());
  });
}

test('no check misses anything in any text for looking only where its signs are', async () => {
  const marks = [
    '\n',
    '\n\n',
    '- ',
    '> ',
    '| ',
    '# ',
    '## Steps\n\n',
    '## Success criteria\n\n',
    '  ',
    '\r\n',
    '**',
  ];
  const piece = fc.oneof(fc.constantFrom(...hostileTokens), fc.constantFrom(...marks));
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (parts) =>
      assertNothingIsMissed(parts.join('')),
    ),
    { numRuns: 300 },
  );
});

test('a segment that holds a piece of a sign has it, in small letters or capitals', () => {
  const piece = fc.constantFrom(
    'needle',
    'NEEDLE',
    'nee',
    'dle',
    '(9',
    '(',
    '9',
    'ä-',
    'Ä-',
    '-',
    ' ',
    '\n',
    '\n\n- ',
    '😀',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.constantFrom('plan.md', 'plan.html'),
      (parts, name) => {
        const text =
          name === 'plan.md' ? parts.join('') : `<p>${parts.join('')}</p><div>a<p>needle</p>b</div>`;
        const context = contextOf(text, { path: name });
        const found = new Set(segmentsWith(context, ownSign));
        for (const segment of context.segments) {
          if (/needle|\(9|ä-/i.test(segment.content.text)) {
            assert.ok(found.has(segment), segment.content.text);
          }
        }
      },
    ),
  );
});

test('a segment without any piece of a sign, and nothing behind it that has one, does not have it', () => {
  const context = contextOf('# T\n\nnothing\n\na needle\n\nnothing again\n');
  assert.deepEqual(
    segmentsWith(context, ownSign).map(({ words }) => words),
    ['a needle'],
  );
});
