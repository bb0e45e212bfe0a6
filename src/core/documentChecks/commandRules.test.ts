import assert from 'node:assert/strict';
import test from 'node:test';
import { commandObjection } from './commandRules.ts';

const fine = [
  'grep -qF -e "$PLAN_REVIEW_VALUE" routes.txt',
  'test -f "docs/adr/${PLAN_REVIEW_VALUE}.md"',
  'test -n "$(grep -F -e "$PLAN_REVIEW_VALUE" routes.txt)"',
  'awk \'{ print $1 }\' routes.txt | grep -qxF -e "$PLAN_REVIEW_VALUE"',
  'cat routes.txt | { grep -qF -e "$PLAN_REVIEW_VALUE"; }',
  'sh scripts/hasRoute.sh "$PLAN_REVIEW_VALUE"',
  'if ! grep -q x f; then exit 1; fi\ncase "$PLAN_REVIEW_VALUE" in v*) exit 0 ;; *) exit 1 ;; esac',
  'sed -n p routes.txt | grep -qF -e "$PLAN_REVIEW_VALUE" && echo "✓ PASS" || echo "✗ FAIL"',
  'for file in a b; do grep -qF -e "${PLAN_REVIEW_VALUE#/}" "$file" && exit 0; done; exit 1',
];

const refused: readonly (readonly [string, RegExp])[] = [
  ['test -f {path}', /instead of \{path\}, write "\$PLAN_REVIEW_VALUE"/],
  ['grep "{name}" f; echo "$PLAN_REVIEW_VALUE"', /instead of \{name\}/],
  ['grep \'{route}\' "$PLAN_REVIEW_VALUE"', /instead of \{route\}/],
  ['true', /does not look at the value/],
  ['grep -q $PLAN_REVIEW_VALUE f', /Without quotes/],
  ['grep -q ${PLAN_REVIEW_VALUE} f', /Without quotes/],
  ['echo "$(grep -q $PLAN_REVIEW_VALUE f)"', /Without quotes/],
  ['echo `cat $PLAN_REVIEW_VALUE`', /Without quotes/],
  ['echo $((PLAN_REVIEW_VALUE + $PLAN_REVIEW_VALUE))', /Without quotes/],
  ['cat <<END\n$PLAN_REVIEW_VALUE\nEND', /Without quotes/],
  ["sh -c 'grep $PLAN_REVIEW_VALUE f'", /Within single quotes/],
  ['sh -c "grep $PLAN_REVIEW_VALUE f"', /part of a program/],
  ['bash -ec "test -f $PLAN_REVIEW_VALUE"', /part of a program/],
  ['eval "test -f $PLAN_REVIEW_VALUE"', /part of a program/],
  ['x=1; eval "$PLAN_REVIEW_VALUE"', /part of a program/],
  ['sed -n "/$PLAN_REVIEW_VALUE/p" f', /part of a program/],
  ['sed -n "$(echo p)" "$PLAN_REVIEW_VALUE"', /part of a program/],
  ['awk "/$PLAN_REVIEW_VALUE/" f', /part of a program/],
  ['python3 -c "print(\'$PLAN_REVIEW_VALUE\')"', /part of a program/],
];

test('a value in double quotes, looked at by a program that takes it for data, is fine', () => {
  for (const command of fine) {
    assert.equal(commandObjection(command, ['route']), undefined, command);
  }
});

test('a value that could become a word, an option or a program is refused', () => {
  for (const [command, message] of refused) {
    assert.match(commandObjection(command, ['route']) ?? 'no objection', message, command);
  }
});
