/** A plan made up from a seed, and what it speaks about. */
export interface MadePlan {
  readonly text: string;
  /** The files of a tree that has most of what the plan names. */
  readonly files: readonly string[];
}

const areas = 'queue http store parser worker session billing search mail report'.split(' ');
const parts = 'index client server retry schema cache limits events tokens format'.split(' ');
const tree: readonly string[] = [
  ...areas.flatMap((area) =>
    parts.flatMap((part) => [`src/${area}/${part}.ts`, `test/${area}/${part}.test.ts`]),
  ),
  ...areas.map((area) => `docs/${area}.md`),
  'package.json',
  'README.md',
  'docs/architecture.md',
];

const nouns =
  'queue|worker|retry limit|token bucket|session store|parser|report|mail template|search index|rate limiter|schema|cache entry|event log|invoice'.split(
    '|',
  );
const verbs = 'Move|Split|Rename|Document|Measure|Check|Extract|Simplify|Wire|Log|Validate|Batch'.split('|');
const sentences = [
  'The {noun} is drained before the {noun} stops, so that nothing is lost when a deployment restarts it.',
  'Today every call goes through the {noun}, which waits for the {noun} and holds a connection meanwhile.',
  'What the {noun} writes is read by two others, and neither of them checks the version of the {noun}.',
  'We tried to keep the {noun} in memory; it grew to 300 MB under load, and a restart took minutes.',
  'A {noun} that fails is tried again up to three times, with a pause that doubles each time.',
  'The `{name}` option stays as it is, because clients of the {noun} rely on it.',
  'How `{name}` is computed is left to the {noun}; callers only see whether it is `null`.',
  'Why the {noun} does this is told in [the notes on it](../architecture.md).',
  'Nobody waits for the {noun} any more once `{name}` is set, and the {noun} says so in its first line.',
  'Both the {noun} and the {noun} are asked, and the faster one of the two wins.',
  'In a day 40,000 entries pass through the {noun}; one in 1,000 is late.',
  'None of this changes what users see, apart from the **message** that the {noun} shows after a timeout.',
  'If the {noun} is empty the {noun} sleeps for 30 seconds; otherwise it takes the next 50 entries at once.',
];
const steps = [
  '{verb} the {noun} together with `{name}`',
  '{verb} whatever the {noun} gives back',
  '{verb} the {noun}, then the {noun}',
  'Modify `{path}` so that the {noun} is passed in',
  'Tell the {noun} when the {noun} is done',
  'Leave the {noun} alone until the {noun} has been measured for a week',
  'Add a test of the {noun}',
  '{verb} the {noun} (30 min)',
  'Run `npm run test` and look at what the {noun} logs',
  '[ ] {verb} `{name}` before the {noun} starts',
  '**{verb}**: the {noun} gets its own `{name}`',
  'Keep the {noun} until every client of the {noun} has moved on',
];
const code = [
  'const {name} = await open({ retries: 3, timeout: 30_000 });',
  'if ({name} === undefined) {',
  "  throw new Error('the {noun} is closed');",
  '}',
  'for (const entry of {name}.entries()) {',
  '  await {name}.write(entry.id, entry.value);',
  '}',
  '// the {noun} is told last',
];

/**
 * Makes a plan of at least `length` characters in the style of those that people write: a quarter of it code, a list or a
 * paragraph every 150 characters, a path every 1,500, a heading every 600. One path in 20 is not there.
 */
export function makePlan({ seed, length }: { readonly seed: number; readonly length: number }): MadePlan {
  const random = randomOf(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  const name = (): string => `${pick(parts)}${pick(areas).replace(/^./, (first) => first.toUpperCase())}`;
  const path = (): string =>
    random() < 0.05 ? `src/${pick(areas)}/missing${Math.floor(random() * 99)}.ts` : pick(tree);
  const fill = (template: string): string =>
    template.replaceAll(/\{(noun|verb|name|path)\}/g, (_, slot: string) =>
      slot === 'noun' ? pick(nouns) : slot === 'verb' ? pick(verbs) : slot === 'name' ? name() : path(),
    );
  const many = (count: number, make: (index: number) => string): string[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const paragraph = (): string => many(2 + Math.floor(random() * 3), () => fill(pick(sentences))).join(' ');
  const list = (): string => many(3 + Math.floor(random() * 4), () => `- ${fill(pick(steps))}`).join('\n');
  const block = (): string =>
    `\`\`\`ts\n${many(14 + Math.floor(random() * 12), () => fill(pick(code))).join('\n')}\n\`\`\``;
  const table = (): string =>
    [
      '| File | Change | Effort |',
      '| --- | --- | --- |',
      ...many(4, () => `| \`${path()}\` | ${fill('{verb} the {noun}')} | 20 min |`),
    ].join('\n');
  const title = fill('{verb} the {noun}');

  const text: string[] = [
    ...(random() < 0.4
      ? [`---\ntitle: ${title}\nstatus: planned\nfiles_modified:\n  - ${pick(tree)}\n  - ${pick(tree)}\n---`]
      : []),
    `# ${title}`,
    `## Goal\n\n${paragraph()}`,
    `## Context\n\n${paragraph()}\n\n${paragraph()}`,
  ];
  const end = [
    `## Success criteria\n\n${many(4, () => `- [ ] ${fill('The {noun} answers within 200 ms at 50 requests a second')}`).join('\n')}`,
    `## Testing\n\n${paragraph()}`,
    `## Rollback\n\nRevert the change and restart the ${pick(nouns)}. ${paragraph()}`,
  ].join('\n\n');
  let size = text.join('\n\n').length + end.length;
  for (let phase = 1; size < length || phase === 1; phase += 1) {
    const body = [
      `## Phase ${phase}: ${fill('{verb} the {noun}')}`,
      paragraph(),
      `### Steps\n\n${list()}`,
      paragraph(),
      block(),
      ...(random() < 0.1 ? [table()] : []),
      `### Notes\n\n${list()}\n\n${paragraph()}`,
    ].join('\n\n');
    text.push(body);
    size += body.length + 2;
  }
  return { text: `${[...text, end].join('\n\n')}\n`, files: tree };
}

/** A plan that makes so many claims: three files of four are there, and one claim in five is of a commit. */
export function makeClaims(count: number, commits: readonly string[]): string {
  const random = randomOf(count);
  const lines = Array.from({ length: count }, (_, index) => {
    const file = tree[Math.floor(random() * tree.length)] ?? '';
    const commit = commits[Math.floor(random() * commits.length)] ?? '';
    const isThere = index % 4 !== 0;
    return index % 5 === 0
      ? `- Commit ${isThere ? commit : `${index}`.padStart(8, 'a0')} did the same for the worker.`
      : `- Modify \`${isThere ? file : `src/claims/part${index}.ts`}\` to pass it in.`;
  });
  return `# Many claims\n\n## Goal\n\nTo be checked.\n\n## Steps\n\n${lines.join('\n')}\n`;
}

/** As many links to files of the tree, of which three in four are there. */
export function makeLinks(count: number): string {
  const random = randomOf(count);
  const lines = Array.from({ length: count }, (_, index) => {
    const file = index % 4 === 0 ? `src/claims/part${index}.ts` : tree[Math.floor(random() * tree.length)];
    return `- Modify [it](../../${file ?? ''}) to pass it in.`;
  });
  return `# Many links\n\n## Goal\n\nTo be checked.\n\n## Steps\n\n${lines.join('\n')}\n`;
}

/** Numbers from 0 to 1, the same ones for a seed each time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
