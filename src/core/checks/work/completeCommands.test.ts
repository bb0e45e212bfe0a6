import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { completeCommands } from './completeCommands.ts';

const texts = (script: string): readonly string[] => completeCommands(script).map(({ text }) => text);

test('each line is a command, and comments and empty lines are none', () => {
  assert.deepEqual(texts('# first\nnpm test\n\n  npm run lint  # all of it\n'), [
    'npm test',
    'npm run lint  # all of it',
  ]);
});

test('what the shell would ask a further line for stays one command', () => {
  for (const whole of [
    'npm test -- \\\n  --grep x',
    'test -f a &&\n  test -f b',
    'cat a |\n  grep b',
    'for i in 1 2; do\n  echo $i\ndone',
    'if test -f a; then\n  echo yes\nelse\n  echo no\nfi',
    'while true; do break; done',
    'cat > a <<EOF\n$ not closed "\nEOF',
    'node -e "\nconsole.log(1)\n"',
    "jq '.a\n.b' x.json",
    '(\n  cd a\n  npm test\n)',
    'check() {\n  test -f a\n}',
    'case $a in\n  x) echo 1 ;;\nesac',
  ]) {
    assert.deepEqual(texts(`${whole}\necho after`), [whole, 'echo after'], whole);
  }
});

test('words that open something only at the beginning of a command, and quoted brackets, open nothing', () => {
  assert.deepEqual(texts('echo for the win\ngrep "(" a\necho done'), [
    'echo for the win',
    'grep "(" a',
    'echo done',
  ]);
});

test('a number sign within a word or a quotation begins no comment', () => {
  assert.deepEqual(texts('grep -q "## Title" a && echo "ok # 1"\necho a#b "c\nd"'), [
    'grep -q "## Title" a && echo "ok # 1"',
    'echo a#b "c\nd"',
  ]);
});

test('where something stays open, the whole script is one command', () => {
  assert.deepEqual(texts('npm test\necho "open\nnpm run lint'), ['npm test\necho "open\nnpm run lint']);
});

test('no text is lost, moved or repeated', () => {
  const line = fc.constantFrom(
    'npm test',
    'echo "a',
    'b"',
    'for x in y; do',
    'done',
    '# note',
    'a \\',
    '',
    'x <<EOF',
    'EOF',
    '(',
    ')',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const script = lines.join('\n');
      let at = 0;
      for (const { text, start } of completeCommands(script)) {
        assert.ok(start >= at);
        assert.equal(script.slice(start, start + text.length), text);
        at = start + text.length;
      }
    }),
  );
});
