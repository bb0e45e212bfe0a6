import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MarkdownFiles } from '../../ports/markdownFiles.ts';
import { parsePersona, personasById, readPersonas } from './readPersonas.ts';

const files = (texts: Record<string, string>): MarkdownFiles => ({
  read: () => Promise.resolve(new Map(Object.entries(texts))),
});

const file = (frontMatter: string, text = 'Reads closely.'): string =>
  `---\n${frontMatter}\n---\n\n${text}\n`;

const data = file('id: data\nname: Data engineer\narchetype: engineer\nexperience: senior');
const lead = file('id: lead\nname: Lead\narchetype: lead\nrole: lead\nexperience: principal');

describe('readPersonas', () => {
  test('puts leads first, and lets the workspace replace and add', async () => {
    const catalogue = await readPersonas({
      builtIn: files({ 'data.md': data, 'lead.md': lead }),
      own: files({
        'data.md': data.replace('Data engineer', 'Our data engineer'),
        'legal.md': file('id: legal\nname: Legal\narchetype: counsel\nexperience: mid\nmodel: some-model'),
      }),
    });

    assert.deepEqual(
      catalogue.personas.map(({ id, name }) => [id, name]),
      [
        ['lead', 'Lead'],
        ['data', 'Our data engineer'],
        ['legal', 'Legal'],
      ],
    );
    assert.deepEqual(catalogue.core, ['data', 'lead']);
    assert.deepEqual(catalogue.problems, []);
    assert.equal(personasById(catalogue, ['legal', 'legal'])[0]?.model, 'some-model');
    assert.throws(() => personasById(catalogue, ['nobody']), { code: 'persona-not-found' });
  });

  test('a file that defines nothing is a problem, and harms no other', async () => {
    const catalogue = await readPersonas({
      builtIn: files({ 'lead.md': lead }),
      own: files({ 'a.md': data, 'b.md': data, 'c.md': '# Notes', 'd.md': file('id: [', 'x') }),
    });

    assert.deepEqual(
      catalogue.personas.map(({ id }) => id),
      ['lead', 'data'],
    );
    assert.deepEqual(
      catalogue.problems.map(({ path }) => path),
      ['b.md', 'c.md', 'd.md'],
    );
  });
});

describe('parsePersona', () => {
  for (const [what, text, expected] of [
    ['an id that is no file name', file('id: ../x\nname: X\narchetype: x\nexperience: mid'), /id/],
    ['the built-in reviewer', file('id: checks\nname: X\narchetype: x\nexperience: mid'), /built-in/],
    ['an unknown key', file('id: x\nname: X\narchetype: x\nexperience: mid\ncolour: red'), /colour/],
    ['no text', file('id: x\nname: X\narchetype: x\nexperience: mid', ''), /no text/],
  ] as const) {
    test(`refuses ${what}`, () => {
      const problem = parsePersona(text);
      assert.ok(typeof problem === 'string');
      assert.match(problem, expected);
    });
  }
});
