import assert from 'node:assert/strict';
import test from 'node:test';
import { patternMatcher } from '../system/patternMatcher.ts';
import type { Definitions } from './definition.ts';
import { readDefinitions } from './readDefinitions.ts';

const path = '.plan-review/checks/routes.md';

const whole = `# Our checks

### Check: api-route

**Title**: Routes that the plan names are registered
**Severity**: minor

**Pattern**: \`Route {path}\`

**Verify**:
\`\`\`bash
grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt
\`\`\`

**Output**:
- ✓ PASS: Route is registered
- ✗ FAIL: Route is not registered

**Rests on**: \`routes.txt\`, \`src/\`, HEAD

**Example**:
\`\`\`
Route /users is extended.
\`\`\`
`;

function read(...texts: string[]): Definitions {
  return readDefinitions(
    new Map(texts.map((text, index) => [index === 0 ? path : `${path}${index}`, text])),
    {
      matcher: patternMatcher,
      taken: new Set(['file-exists']),
      unsupported: undefined,
    },
  );
}

test('a definition is read with all its fields', () => {
  const { valid, problems } = read(whole);
  assert.deepEqual(problems, []);
  const [definition] = valid;
  assert.ok(definition);
  const { pattern, sha256, ...rest } = definition;
  assert.match(sha256, /^[0-9a-f]{64}$/);
  assert.equal(pattern.type, 'text');
  assert.deepEqual(rest, {
    id: 'api-route',
    title: 'Routes that the plan names are registered',
    severity: 'minor',
    command: 'grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt',
    pass: 'Route is registered',
    fail: 'Route is not registered',
    restsOn: [{ type: 'head' }, { type: 'file', path: 'routes.txt' }, { type: 'folder', path: 'src' }],
    path,
    line: 3,
  });
});

test("the seed's own form is understood: fields with and without colons, rules between checks, front matter", () => {
  const { valid, problems } = read(`## Registry

### Check: owner_exists

**Pattern**: \`owner: {name}\` in YAML header

**Verify**:
\`\`\`bash
grep -q -F -e "$PLAN_REVIEW_VALUE" OWNERS && echo "✓ PASS" || echo "✗ FAIL"
\`\`\`

**Output**:
- ✓ PASS: Owner is known
- ✗ FAIL: Owner is not known

**Example**:
\`\`\`yaml
owner: ada
\`\`\`
Verification: \`grep ada OWNERS\` → ✓ PASS

---

${whole.slice(whole.indexOf('###'))}`);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    valid.map(({ id, pattern, restsOn }) => [id, pattern.type, restsOn?.length]),
    [
      ['owner_exists', 'front-matter', undefined],
      ['api-route', 'text', 3],
    ],
  );
});

test('the hash changes with every word of the definition, and with nothing around it', () => {
  const hashOf = (text: string): string | undefined => read(text).valid[0]?.sha256;
  const hash = hashOf(whole);
  assert.equal(hashOf(whole.replaceAll('\n', '\r\n')), hash);
  assert.equal(hashOf(whole.replace('# Our checks', '# Other words')), hash);
  for (const change of [
    whole.replace('-qxF', '-qF'),
    whole.replace('api-route', 'api-routes'),
    whole.replace('extended', 'cut'),
  ]) {
    assert.notEqual(hashOf(change), hash);
  }
});

const broken: readonly (readonly [string, string, RegExp])[] = [
  ['### Check: api-route', '### Check: API Route', /small letters/],
  ['### Check: api-route', '### Check: file-exists', /name of its own/],
  ['**Pattern**: `Route {path}`', '', /shows a whole one/],
  ['**Verify**:', '**Verified**:', /shows a whole one/],
  ['`Route {path}`', '`Route`', /one placeholder/],
  ['"$PLAN_REVIEW_VALUE"', '{path}', /instead of \{path\}, write "\$PLAN_REVIEW_VALUE"/],
  ['"$PLAN_REVIEW_VALUE"', '$PLAN_REVIEW_VALUE', /double quotes/],
  ['- ✗ FAIL: Route is not registered', '', /List them/],
  ['**Severity**: minor', '**Severity**: fatal', /critical, major, minor, suggestion/],
  ['`routes.txt`', '`../routes.txt`', /below the workspace folder/],
  ['`routes.txt`', '`src/**`', /wildcard/],
  ['`routes.txt`, `src/`, HEAD', 'everything', /leave the field out/],
  ['Route /users is', 'Nothing is', /Correct the one or the other/],
];

for (const [from, to, wayOut] of broken) {
  test(`a definition with "${to}" for "${from}" is refused at its heading, with a way out`, () => {
    const { valid, problems } = read(whole.replace(from, to));
    assert.deepEqual(valid, []);
    assert.equal(problems.length, 1);
    assert.match(problems[0]?.recommendation ?? '', wayOut);
    assert.deepEqual([problems[0]?.path, problems[0]?.range.start], [path, { line: 3, column: 1 }]);
  });
}

test('a file without a check, and a second check by the same name, are told of', () => {
  const { valid, problems } = read(whole, '# Notes\n', whole);
  assert.equal(valid.length, 1);
  assert.deepEqual(
    problems.map((problem) => [problem.path, problem.title]),
    [
      [`${path}1`, 'No check is defined here'],
      [`${path}2`, 'Check "api-route" cannot be used'],
    ],
  );
});

test('whatever a file holds, reading it throws nothing', () => {
  for (const text of [
    '',
    '### Check:',
    '### Check: a\n**Pattern**',
    '**Verify**:\n```',
    '\0',
    '---\na: [\n---\n### Check: x',
  ]) {
    assert.doesNotThrow(() => read(text));
  }
});
