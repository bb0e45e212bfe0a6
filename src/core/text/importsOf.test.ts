import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { importsOf } from './importsOf.ts';

describe('what a module imports', () => {
  for (const [code, expected] of [
    [`import a from './a.ts';`, ['./a.ts']],
    [`import './side';`, ['./side']],
    [`import type { A, B as C } from "../types";`, ['../types']],
    [`import d, * as e from 'x/y'`, ['x/y']],
    [`import {\n  one, // ' from './no'\n  two,\n} from './two';`, ['./two']],
    [
      `export * from './all'; export * as n from './n'; export { x } from './x'; export type { T } from './t'`,
      ['./all', './n', './x', './t'],
    ],
    [`const m = await import('./late'); const r = require("./old");`, ['./late', './old']],
    [`import x = require('./legacy');`, ['./legacy']],
    [`import data from './d.json' with { type: 'json' };`, ['./d.json']],
    [`import{a}from'./tight';`, ['./tight']],
    [`const t: import('./type').T = 1`, ['./type']],
    [`import { "a name" as b } from './named';`, ['./named']],
    [`export const from = 'x'; export default from; export { from };`, []],
    [`// import a from './a'\n/* import b from './b' */ const s = "import c from './c'";`, []],
    ['const t = `import d from "./d"`;', []],
    [`object.import('./no'); object.require('./no'); import(name); require(name);`, []],
    [`import.meta.url; const exported = { import: './no' };`, []],
    [`const p = /"/; import z from './z';`, ['./z']],
    [`f(...require('./spread'))`, ['./spread']],
  ] as const) {
    test(code.slice(0, 60), () => assert.deepEqual(importsOf(code), expected));
  }

  test('is found among whatever else a module says', () => {
    const name = fc.stringMatching(/^\.{1,2}\/[a-z]{1,8}(?:\.ts)?$/);
    const statement = name.chain((path) =>
      fc
        .constantFrom(
          `import a from '${path}';`,
          `import { b, type C } from "${path}"`,
          `export * from '${path}';`,
          `export { d as e } from '${path}';`,
          `const f = await import('${path}');`,
          `const g = require("${path}");`,
        )
        .map((code) => ({ code, path })),
    );
    const noise = fc.constantFrom(
      `// import x from './no'`,
      `/* export * from './no' */`,
      `const s = 'import x from';`,
      'const t = `${a} import y from "./no"`;',
      `function from() { return { from: 1 }; }`,
      `export default class { import() {} }`,
      `const view = <p title="it's">don't</p>;`,
      `export const x = 1;`,
    );
    const line = fc.oneof(
      statement,
      noise.map((code) => ({ code, path: undefined })),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const code = lines.map((each) => each.code).join('\n');
        const expected = [...new Set(lines.flatMap(({ path }) => path ?? []))];
        assert.deepEqual(importsOf(code), expected);
      }),
    );
  });

  test('is told of any text, without an error', () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(importsOf(`import ${text}`))));
  });
});
