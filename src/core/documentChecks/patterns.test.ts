import assert from 'node:assert/strict';
import test from 'node:test';
import { patternMatcher } from '../system/patternMatcher.ts';
import { readPattern } from './patterns.ts';

function values(pattern: string, ...texts: string[]): string[] {
  const read = readPattern(pattern);
  assert.ok(read.ok, read.ok ? '' : read.problem);
  assert.ok(read.pattern.type === 'text');
  const found = patternMatcher.match(read.pattern, texts);
  assert.ok(found !== 'too-slow');
  return found.map(({ text, start, end }) => (texts[text] ?? '').slice(start, end));
}

function problem(pattern: string): string {
  const read = readPattern(pattern);
  return read.ok ? 'none' : read.problem;
}

test('a template stands for its words and one value, with or without marks around it', () => {
  assert.deepEqual(values('`Route {path}`', 'Route /users, route `/teams/{id}` and **Route** /no.'), [
    '/users',
    '/teams/{id}',
  ]);
  assert.deepEqual(values('`Route {path}`', 'The Route  (/a). Subroute /b. Route "/c"!'), ['/a', '/c']);
  assert.deepEqual(values('`{n} replicas`', 'There are 3 replicas, `5` replicas and x-replicas.'), [
    '3',
    '5',
  ]);
  assert.deepEqual(values('`queue {name} (durable)`', 'A queue jobs.high (durable).'), ['jobs.high']);
});

test('an expression gives what its group captures', () => {
  assert.deepEqual(values('`/ADR-(\\d+)/`', 'ADR-12 and adr-13', 'ADR-7'), ['12', '7']);
  assert.deepEqual(values('`/adr-(\\d+)/i` in the text', 'ADR-12 and adr-13'), ['12', '13']);
  assert.deepEqual(values('``/`(\\w+)`/``', 'See `a` and `b`.'), ['a', 'b']);
});

test('a template of a key is about the front matter', () => {
  for (const pattern of ['`owner: {name}`', '`owner: [{name}]` in YAML header']) {
    const read = readPattern(pattern);
    assert.deepEqual(read.ok && read.pattern, { type: 'front-matter', key: 'owner' });
  }
});

test('what cannot be used is told with what to write', () => {
  assert.match(problem('Route {path}'), /code span/);
  assert.match(problem('`Route`'), /this one has 0/);
  assert.match(problem('`{a} to {b}`'), /this one has 2/);
  assert.match(problem('`{value}`'), /needs words/);
  assert.match(problem('`/ADR-\\d+/`'), /has 0 groups/);
  assert.match(problem('`/(a)(b)/`'), /has 2 groups/);
  assert.match(problem('`/(a/`'), /cannot be read/);
  assert.match(problem('`/(a)/g`'), /not "g"/);
});

test('a pattern that takes too long is given up on, and harms nothing after it', () => {
  const read = readPattern('`/^((?:a+)+)$/`');
  assert.ok(read.ok && read.pattern.type === 'text');
  assert.equal(patternMatcher.match(read.pattern, [`${'a'.repeat(50)}!`]), 'too-slow');
  assert.deepEqual(patternMatcher.match(read.pattern, ['aa']), [{ text: 0, start: 0, end: 2 }]);
});

test('a long line takes a template no more than linear time', () => {
  for (const pattern of ['`Route {path}`', '`{n} replicas`', '`{n} replicas of {m}`']) {
    const read = readPattern(pattern);
    if (read.ok && read.pattern.type === 'text') {
      for (const line of ['x'.repeat(200_000), 'Route '.repeat(40_000), `${'a'.repeat(299)} `.repeat(700)]) {
        assert.notEqual(patternMatcher.match(read.pattern, [line]), 'too-slow');
      }
    }
  }
});
