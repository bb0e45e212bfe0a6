import assert from 'node:assert/strict';
import test from 'node:test';
import { createPlanReview } from '../../src/core/createPlanReview.ts';
import type { Claim } from '../../src/core/domain/claim.ts';
import { definitionText } from '../support/documentChecks.ts';
import { createRepository, EMPTY_ENVIRONMENT } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** What stands in the repository beside the plan. */
const files: Readonly<Record<string, string>> = {
  'src/app.ts': `export function start() {}\nexport class Server {\n  listen() {}\n}\n${'//\n'.repeat(16)}`,
  'src/queue/worker.ts': 'export const retryLimit = 3;\nexport function deliver() {}\n',
  'src/http/server.ts': '',
  'packages/a/src/index.ts': '',
  'packages/b/src/index.ts': '',
  'parts/north.css': '',
  'parts/south.css': '',
  'parts/east.css': '',
  'parts/west.css': '',
  'parts/upper.css': '',
  'parts/lower.css': '',
  'parts/inner.css': '',
  'docs/guide.md': '# Guide\n\n## Set up\n',
  'package.json': '{ "scripts": { "build": "x", "test": "x" }, "dependencies": { "zod": "^4.1.0" } }\n',
  Makefile: 'check:\n\ttrue\n',
  '.gitignore': 'var/\n',
  'PRPs/executed/PRP-C-worktrees.md': '# PRP-C\n',
  'PRPs/PRP-12-metrics.md': '# PRP-12\n',
  'routes.txt': '/users\n',
  '.plan-review/checks/routes.md': definitionText({
    command: 'grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt',
  }),
};

/**
 * A line of the plan and the claims in it, in the order of the text: `kind "value" intent verdict: detail`. Each value is
 * looked for in the line from the beginning of the one before it on. `HASH` stands for the first digits of a commit that is
 * there.
 */
type Line = readonly [text: string, ...claims: string[]];

const plan: readonly Line[] = [
  ['---'],
  ['status: draft'],
  [
    'files_modified: [src/app.ts, "src/queue/retry.ts"]',
    'file "src/app.ts" modifies pass: exists',
    'file "src/queue/retry.ts" modifies fail: no such file or folder',
  ],
  ['files_created:'],
  ['  - src/queue/backoff.ts', 'file "src/queue/backoff.ts" creates pass: to be created'],
  [
    'files_deleted: [src/http/server.ts, src/http/old.ts]',
    'file "src/http/server.ts" removes pass: exists',
    'file "src/http/old.ts" removes fail: no such file or folder',
  ],
  ['branch: feature/backoff', 'branch "feature/backoff" creates pass: to be created'],
  ['base_branch: main', 'branch "main" exists pass: exists'],
  ['commit: HASH', 'commit "HASH" exists pass: exists'],
  ['base_commit: 77aa88f', 'commit "77aa88f" exists fail: no such commit'],
  [
    'dependencies: PRP-C, PRP-99',
    'dependency "PRP-C" exists pass: exists as PRPs/executed/PRP-C-worktrees.md',
    'dependency "PRP-99" exists fail: no such plan',
  ],
  ['rollback_tag: v1.0.0', 'tag "v1.0.0" exists pass: exists'],
  ['estimated_hours: 0.75', 'sum "0.75" exists pass: the sum of its parts'],
  ['---'],
  [''],
  ['# Backoff'],
  [''],
  ['**Effort**: 45 min', 'sum "45 min" exists pass: the sum of its parts'],
  [''],
  ['## 1. Files'],
  [''],
  [
    'See `src/app.ts`, src/queue/worker.ts and the folder `src/queue/`.',
    'file "src/app.ts" exists pass: exists',
    'file "src/queue/worker.ts" exists pass: exists',
    'directory "src/queue/" exists pass: exists',
  ],
  [
    '`parts/north.css`, `parts/south.css`, `parts/east.css`, `parts/west.css`, `parts/upper.css`, `parts/lower.css`, `parts/inner.css`',
    'file "parts/north.css" exists pass: exists',
    'file "parts/south.css" exists pass: exists',
    'file "parts/east.css" exists pass: exists',
    'file "parts/west.css" exists pass: exists',
    'file "parts/upper.css" exists pass: exists',
    'file "parts/lower.css" exists pass: exists',
    'file "parts/inner.css" exists pass: exists',
  ],
  [''],
  ['As for the rest:'],
  [''],
  [
    '- a\ttab in front: see `./src/app.ts` and `src/ap.ts`.',
    'file "./src/app.ts" exists pass: exists',
    'file "src/ap.ts" exists fail: no such file or folder',
  ],
  [
    '- \u{1f600}\u{1d4b3}: modify `src/gone.ts` \u{1f600} and `src/app.ts`.',
    'file "src/gone.ts" modifies fail: no such file or folder',
    'file "src/app.ts" modifies pass: exists',
  ],
  [
    '- By the end of its path: update `queue/worker.ts`.',
    'file "queue/worker.ts" modifies pass: exists as src/queue/worker.ts',
  ],
  [
    '- Two fit: update `src/index.ts`.',
    'file "src/index.ts" modifies unverifiable: could be packages/a/src/index.ts, packages/b/src/index.ts',
  ],
  [
    '- Nobody says: `src/perhaps.ts`.',
    'file "src/perhaps.ts" exists unverifiable: is not there, and the plan does not say whether it should be',
  ],
  [
    '- Write `var/run.json`, see `~/.config/app.toml` and `/etc/hosts`, read `var/log/x.json`.',
    'file "var/run.json" creates pass: to be created',
    'file "~/.config/app.toml" external unverifiable: outside this project',
    'file "/etc/hosts" external unverifiable: outside this project',
    'file "var/log/x.json" external unverifiable: left out of the repository by its ignore rules',
  ],
  [
    '- For example `src/sample.ts`, `src/*.test.ts` or `path/to/file.ts`.',
    'file "src/sample.ts" example unverifiable: an example',
    'file "src/*.test.ts" example unverifiable: stands for other paths',
    'file "path/to/file.ts" example unverifiable: stands for other paths',
  ],
  [
    '- `src/legacy.ts` was deleted in spring; `src/router.ts` (new) comes.',
    'file "src/legacy.ts" external unverifiable: not part of this project now',
    'file "src/router.ts" creates pass: to be created',
  ],
  [''],
  ['## 2. Steps'],
  [''],
  ['### Phase 1: Files (0.5 h)'],
  [''],
  [
    '1. Create `src/metrics.ts`, then use `src/metrics.ts`.',
    'file "src/metrics.ts" creates pass: to be created',
    'file "src/metrics.ts" exists pass: created by this plan',
  ],
  [
    '2. Rename `src/http/server.ts` to `src/http/listener.ts`.',
    'file "src/http/server.ts" removes pass: exists',
    'file "src/http/listener.ts" creates pass: to be created',
  ],
  [
    '3. Move `src/ancient.ts` to `src/modern.ts`.',
    'file "src/ancient.ts" removes fail: no such file or folder',
    'file "src/modern.ts" creates pass: to be created',
  ],
  [
    '4. Delete `src/nowhere.ts` and remove `src/queue/worker.ts`.',
    'file "src/nowhere.ts" removes fail: no such file or folder',
    'file "src/queue/worker.ts" removes pass: exists',
  ],
  [''],
  ['| File | Change |'],
  ['|---|---|'],
  ['| `src/app.ts` | update |', 'file "src/app.ts" modifies pass: exists'],
  ['| \u{1f600} `src/table.ts` | new |', 'file "src/table.ts" creates pass: to be created'],
  ['|\t`src/absent.ts` | update |', 'file "src/absent.ts" modifies fail: no such file or folder'],
  [''],
  [
    '> - In a quoted item: modify `src/quoted.ts`.',
    'file "src/quoted.ts" modifies fail: no such file or folder',
  ],
  [''],
  ['### Phase 2: Code (15 min)'],
  [''],
  [
    'The start is `src/app.ts:2`, its end `src/app.ts:90`; lines 45-78 of `src/app.ts` go.',
    'file "src/app.ts" exists pass: exists',
    'line "src/app.ts:2" exists pass: exists',
    'file "src/app.ts" exists pass: exists',
    'line "src/app.ts:90" exists fail: the file has 20 lines',
    'line "lines 45-78" exists fail: the file has 20 lines',
    'file "src/app.ts" exists pass: exists',
  ],
  [''],
  [
    'Today `deliver()` in `src/queue/worker.ts` sends. Update `redeliver()` in `src/queue/worker.ts`.',
    'symbol "deliver()" exists pass: exists',
    'file "src/queue/worker.ts" exists pass: exists',
    'symbol "redeliver()" modifies fail: the file has no such name',
    'file "src/queue/worker.ts" modifies pass: exists',
  ],
  [''],
  [
    'Add `backoff()` in `src/queue/worker.ts`. For example, `sendAll()` in `src/app.ts`.',
    'symbol "backoff()" creates pass: to be created',
    'file "src/queue/worker.ts" modifies pass: exists',
    'symbol "sendAll()" example unverifiable: an example',
    'file "src/app.ts" example pass: exists',
  ],
  [''],
  [
    'Run `npm run build`, `npm run lint`, `make check` and `make deploy`.',
    'script "build" exists pass: a script of package.json',
    'script "lint" exists fail: package.json has no such script',
    'script "check" exists pass: a make target',
    'script "deploy" exists fail: no makefile has such a target',
  ],
  [''],
  [
    'The existing `zod` dependency stays, and so does the existing `p-queue` package. Add the `p-limit` package.',
    'package "zod" exists pass: in the manifest',
    'package "p-queue" exists fail: no manifest has it',
    'package "p-limit" creates pass: to be added',
  ],
  [''],
  [
    'See [the guide](../guide.md#set-up), [alerts](../alerts.md) and [the set-up](../guide.md#install).',
    'link "../guide.md" exists pass: exists',
    'link "../alerts.md" exists fail: no such file or folder',
    'link "../guide.md#install" exists fail: the file has no such heading',
  ],
  [''],
  ['## 3. History'],
  [''],
  [
    'Commit HASH began it, commit `9f8e7d6` ended it, and commit abc1234 is a placeholder.',
    'commit "HASH" exists pass: exists',
    'commit "9f8e7d6" exists fail: no such commit',
    'commit "abc1234" example unverifiable: a placeholder',
  ],
  [''],
  [
    'It is based on branch `release/1`, and branch `release/2` holds the rest.',
    'branch "release/1" exists pass: exists',
    'branch "release/2" exists fail: no such branch',
  ],
  [''],
  [
    'Create branch `fix/drain`. For example, branch `feature/login`.',
    'branch "fix/drain" creates pass: to be created',
    'branch "feature/login" example unverifiable: an example',
  ],
  [''],
  [
    'Roll back to tag `v1.0.0`; tag `v0.9.0` marks the release before. Create tag `v1.1.0`.',
    'tag "v1.0.0" exists pass: exists',
    'tag "v0.9.0" exists fail: no such tag',
    'tag "v1.1.0" creates pass: to be created',
  ],
  [''],
  [
    'It depends on PRP-12 and PRP-13. It depends on PRP-14 (to be written).',
    'dependency "PRP-12" exists pass: exists as PRPs/PRP-12-metrics.md',
    'dependency "PRP-13" exists fail: no such plan',
    'dependency "PRP-14" creates pass: to be written',
  ],
  [''],
  [
    'See Section 2 and Section 4.2, [the steps](#2-steps) and [nothing](#5-nothing).',
    'section "2" exists pass: exists',
    'section "4.2" exists fail: no section carries this number',
    'section "#2-steps" exists pass: exists',
    'section "#5-nothing" exists fail: no heading of this plan has this anchor',
  ],
  [''],
  ['Route /users is served.', 'documented "/users" exists unverifiable: command not agreed to'],
  [''],
  ['## 4. Numbers'],
  [''],
  ['There are three reasons:', 'count "three" exists pass: as many as stand there'],
  [''],
  ['- one'],
  ['- two'],
  ['- three'],
  [''],
  ['The following 5 files:', 'count "5" exists fail: 2 stand in the list below'],
  [''],
  ['- first'],
  ['- second'],
  [''],
  ['### Amounts'],
  [''],
  ['It takes 1 h (design: 15 min, build: 0.75 h).', 'sum "1 h" exists pass: the sum of its parts'],
  [''],
  ['| Table | Rows |'],
  ['|---|---|'],
  ['| jobs | 1,000 |'],
  ['| logs | 500 |'],
  ['| Total | 1,600 |', 'sum "1,600" exists fail: the parts add up to 1,500'],
  [''],
  ['The plan has 3 phases.', 'count "3" exists fail: 2 stand in this plan'],
];

/** Ways to end a line, by its number. */
const endings: Readonly<Record<string, (line: number) => string>> = {
  LF: () => '\n',
  CRLF: () => '\r\n',
  'LF and CRLF in turn': (line) => (line % 2 === 0 ? '\n' : '\r\n'),
};

interface Place {
  readonly kind: string;
  readonly value: string;
  /** `line:column-column`, from 1, in UTF-16 units. */
  readonly at: string;
  readonly said: string;
}

function expectedClaims(hash: string): Place[] {
  return plan.flatMap(([text, ...claims], index) => {
    const line = text.replace('HASH', hash);
    const last = new Map<string, number>();
    let from = 0;
    return claims.map((claim) => {
      const [, kind = '', value = '', said = ''] =
        /^(\w+) "(.*)" (.*)$/.exec(claim.replace('HASH', hash)) ?? [];
      const start = indexOfName(line, value, Math.max(from, (last.get(value) ?? -1) + 1));
      assert.notEqual(start, -1, `"${value}" stands in the line: ${line}`);
      last.set(value, start);
      from = start;
      return { kind, value, at: `${index + 1}:${start + 1}-${start + 1 + value.length}`, said };
    });
  });
}

/** Where a name stands that no longer one goes on from: `src/queue/` is not that of `src/queue/worker.ts`. */
function indexOfName(line: string, name: string, from: number): number {
  let at = line.indexOf(name, from);
  while (at !== -1 && /\w/.test(line.charAt(at + name.length))) {
    at = line.indexOf(name, at + 1);
  }
  return at;
}

function placeOf({ kind, value, intent, verdict, detail, range: { start, end } }: Claim): Place {
  assert.equal(start.line, end.line);
  return {
    kind,
    value,
    at: `${start.line}:${start.column}-${end.column}`,
    said: `${intent} ${verdict}: ${detail}`,
  };
}

for (const [name, ending] of Object.entries(endings)) {
  test(`every claim of a plan is found, placed and judged, with ${name} at the ends of its lines`, async (context) => {
    const root = await temporaryFolder(context);
    const repository = await createRepository(root);
    for (const [path, text] of Object.entries(files)) {
      await repository.write(path, text);
    }
    const hash = repository.commit('all').slice(0, 7);
    repository.git('branch', 'release/1');
    repository.git('tag', 'v1.0.0');
    const text = plan.map(([line], index) => line.replace('HASH', hash) + ending(index)).join('');
    await repository.write('docs/plans/backoff.md', text);

    const planReview = createPlanReview({
      root,
      isTrusted: true,
      version: '0.0.0',
      environment: EMPTY_ENVIRONMENT,
    });
    const { claims } = await planReview.check({ path: 'docs/plans/backoff.md' });

    const expected = expectedClaims(hash);
    assert.deepEqual(claims.map(placeOf), expected);
    assert.ok(expected.length >= 60);
    // What a claim says it stands at is what it is about.
    const lines = text.split(/\r?\n/);
    for (const { value, range } of claims) {
      assert.equal(lines[range.start.line - 1]?.slice(range.start.column - 1, range.end.column - 1), value);
    }
  });
}
