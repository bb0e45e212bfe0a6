import { sha256 } from '../base/hash.ts';
import type { CheckProblem } from '../domain/checkReport.ts';
import { severitySchema } from '../domain/finding.ts';
import type { PatternMatcher } from '../ports/commands.ts';
import { parseFrontMatter } from '../text/frontMatter.ts';
import { indexLines, rangeOf } from '../text/lineIndex.ts';
import { parsePlan } from '../text/planDocument.ts';
import { commandObjection } from './commandRules.ts';
import { definitionRule, type Definition, type Definitions, type Pattern } from './definition.ts';
import { fieldsOf, type Fields } from './fields.ts';
import { readPattern } from './patterns.ts';
import { readBasis } from './restsOn.ts';

/** What reading definitions needs. */
export interface ReadDefinitionsDeps {
  /** Undefined in an untrusted workspace, whose patterns are not run; examples are then not compared. */
  readonly matcher: PatternMatcher | undefined;
  /** Ids that are taken: those of the built-in checks. */
  readonly taken: ReadonlySet<string>;
  /** Why no command can be run on this system, or undefined where they can. */
  readonly unsupported: string | undefined;
}

/** A definition's heading, with the text up to the next heading of its depth. */
interface Part {
  readonly path: string;
  readonly id: string;
  readonly start: number;
  readonly headingEnd: number;
  readonly fields: Fields;
  readonly text: string;
  readonly source: string;
}

/**
 * Reads the documentation-driven checks in Markdown files, `texts` by path. Never throws: what cannot be understood is
 * told as a problem at its place, and does not run.
 */
export function readDefinitions(texts: ReadonlyMap<string, string>, deps: ReadDefinitionsDeps): Definitions {
  const valid: Definition[] = [];
  const problems: CheckProblem[] = [];
  const taken = new Set(deps.taken);
  for (const [path, source] of texts) {
    const parts = partsOf(path, source);
    if (parts.length === 0) {
      problems.push(problem({ path, source, start: 0, end: 0 }, emptyFile));
    }
    for (const part of parts) {
      const read = readPart(part, { ...deps, taken });
      if ('title' in read && 'wayOut' in read) {
        problems.push(problem({ path, source, start: part.start, end: part.headingEnd }, read));
      } else {
        taken.add(read.id);
        valid.push(read);
      }
    }
    if (parts.length > 0 && deps.unsupported !== undefined) {
      problems.push({
        ...problem({ path, source, start: 0, end: 0 }, unsupportedHere(deps.unsupported)),
        severity: 'suggestion',
      });
    }
  }
  return { valid, problems };
}

function partsOf(path: string, source: string): Part[] {
  const document = parsePlan(path, source);
  return document.sections.flatMap((section) => {
    const heading = /^Check:\s*(.*?)\s*$/i.exec(section.heading.content.text);
    if (heading === null) {
      return [];
    }
    const { start, end: headingEnd } = section.heading;
    const blocks = document.blocks.filter((block) => block.start >= headingEnd && block.end <= section.end);
    return [
      {
        path,
        source,
        id: (heading[1] ?? '').replaceAll('`', ''),
        start,
        headingEnd,
        fields: fieldsOf(blocks, source),
        text: source.slice(start, section.end).replaceAll(/\r\n?/g, '\n').trimEnd(),
      },
    ];
  });
}

/** What is wrong with a definition, and what to write instead. */
interface Objection {
  readonly title: string;
  readonly what: string;
  readonly wayOut: string;
}

function readPart(part: Part, deps: ReadDefinitionsDeps): Definition | Objection {
  const { id, fields } = part;
  const object = (what: string, wayOut: string): Objection => ({
    title: `Check "${id}" cannot be used`,
    what,
    wayOut,
  });
  if (!/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(id)) {
    return object(
      'Its id is not one.',
      'Name it in small letters, digits and hyphens: `### Check: api-route`.',
    );
  }
  if (deps.taken.has(id)) {
    return object('There is another check by this name.', 'Give it a name of its own.');
  }
  const missing = (['pattern', 'verify', 'output', 'example'] as const).filter(
    (name) => fields[name] === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map((name) => `**${name.charAt(0).toUpperCase()}${name.slice(1)}**`).join(', ');
    return object(`It lacks ${names}.`, 'Add what is missing; docs/checks-by-document.md shows a whole one.');
  }
  const pattern = readPattern(fields.pattern?.text ?? '');
  if (!pattern.ok) {
    return object('Its **Pattern** cannot be used.', pattern.problem);
  }
  const command = fields.verify?.code?.trim() ?? '';
  if (command === '') {
    return object(
      'Its **Verify** holds no command.',
      'Put the command into a fenced code block below **Verify**.',
    );
  }
  const objection = commandObjection(command, pattern.placeholders);
  if (objection !== undefined) {
    return object('Its command is not safe to run with words of a plan.', objection);
  }
  const pass = outcomeText(fields, 'PASS');
  const fail = outcomeText(fields, 'FAIL');
  if (pass === undefined || fail === undefined) {
    return object(
      'Its **Output** does not say both what a pass and what a failure mean.',
      'List them: `- ✓ PASS: …` and `- ✗ FAIL: …`.',
    );
  }
  const severity = severitySchema.safeParse(
    (fields.severity?.text ?? 'major').replaceAll('`', '').trim().toLowerCase(),
  );
  if (!severity.success) {
    return object('Its **Severity** is none.', `Write one of ${severitySchema.options.join(', ')}.`);
  }
  const basis = readBasis(fields.restson?.text);
  if (!basis.ok) {
    return object('Its **Rests on** cannot be understood.', basis.problem);
  }
  if (!matchesExample(pattern.pattern, fields.example?.code ?? fields.example?.text ?? '', deps.matcher)) {
    return object(
      'Its **Pattern** finds no value in its own **Example**.',
      'Correct the one or the other; text in code fences of a plan is left alone, that of the example is not.',
    );
  }
  return {
    id,
    title: fields.title?.text ?? id,
    severity: severity.data,
    pattern: pattern.pattern,
    command,
    pass,
    fail,
    restsOn: basis.basis,
    path: part.path,
    line: indexLines(part.source.slice(0, part.start)).starts.length,
    sha256: sha256(part.text),
  };
}

function outcomeText(fields: Fields, word: 'PASS' | 'FAIL'): string | undefined {
  return new RegExp(String.raw`\b${word}\b\s*[:–—-]?\s*([^\n]+)`)
    .exec(fields.output?.text ?? '')?.[1]
    ?.trim();
}

function matchesExample(pattern: Pattern, example: string, matcher: PatternMatcher | undefined): boolean {
  if (pattern.type === 'text') {
    const found = matcher?.match(pattern, [example]);
    return found === undefined || (found !== 'too-slow' && found.length > 0);
  }
  const body = example.replaceAll(/^---[ \t]*$/gm, '').trim();
  const frontMatter = parseFrontMatter(`---\n${body}\n---\n`);
  return frontMatter?.values.some((entry) => entry.key === pattern.key) ?? false;
}

const emptyFile: Objection = {
  title: 'No check is defined here',
  what: 'The file holds no heading `### Check: <id>`.',
  wayOut: 'Define a check as docs/checks-by-document.md shows, or move the file out of .plan-review/checks/.',
};

function unsupportedHere(reason: string): Objection {
  return {
    title: 'The checks defined here do not run on this system',
    what: reason,
    wayOut: 'Run them on Linux or macOS, in a container or in WSL.',
  };
}

function problem(
  place: { readonly path: string; readonly source: string; readonly start: number; readonly end: number },
  { title, what, wayOut }: Objection,
): CheckProblem {
  return {
    path: place.path,
    check: definitionRule.id,
    severity: definitionRule.severity,
    category: definitionRule.category,
    title,
    observation: what,
    concern: 'Until that is mended, nothing is checked with it.',
    recommendation: wayOut,
    range: rangeOf(indexLines(place.source), place.start, place.end),
  };
}
