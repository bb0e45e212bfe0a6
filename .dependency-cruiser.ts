/**
 * The directions of docs/ARCHITECTURE.md, one rule per layer. Type-only imports count.
 * test/layers/layers.test.ts plants a bad import for every rule here and sees it fire.
 */

/** Unit tests stand beside their subject and may use test/support. */
const tests = String.raw`\.test\.ts$`;

const vscode = '^vscode$|node_modules/@types/vscode/';

/**
 * A rule for one layer: whatever its files import must match `allowed` (a list of path patterns), or, with `node`,
 * be a module of Node.js.
 */
function layer(
  name: string,
  {
    from,
    allowed,
    comment,
    node = false,
  }: { from: string; allowed: string[]; comment: string; node?: boolean },
) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: tests },
    to: { pathNot: allowed, ...(node ? { dependencyTypesNot: ['core'] } : {}) },
  };
}

const npm = (...names: string[]): string[] => names.map((name) => `node_modules/${name}/`);

export default {
  forbidden: [
    layer('base-imports-nothing', {
      comment: 'core/base is the ground: it knows Node.js and nothing of the project.',
      from: '^src/core/base/',
      node: true,
      allowed: ['^src/core/base/'],
    }),
    layer('domain-is-pure', {
      comment: 'Values and schemas: domain imports base and zod.',
      from: '^src/core/domain/',
      allowed: ['^src/core/(domain|base)/', ...npm('zod')],
    }),
    layer('ports-name-needs', {
      comment: 'Ports are interfaces over domain values.',
      from: '^src/core/ports/',
      allowed: ['^src/core/(ports|domain|base)/'],
    }),
    layer('text-is-pure', {
      comment: 'Parsing needs the parsers and domain values, and neither disk nor network.',
      from: '^src/core/text/',
      allowed: [
        '^src/core/(text|domain|base)/',
        ...npm('yaml', 'htmlparser2', 'approx-string-match', 'diff'),
      ],
    }),
    layer('analysis-is-pure', {
      comment: 'Merging, priorities and trends are functions of domain values.',
      from: '^src/core/analysis/',
      allowed: ['^src/core/(analysis|domain|base)/'],
    }),
    layer('reports-are-pure', {
      comment: 'Reports turn domain values into documents.',
      from: '^src/core/reports/',
      allowed: ['^src/core/(reports|domain|base)/', ...npm('marked')],
    }),
    layer('prompts-are-pure', {
      comment: 'Prompts are messages and output schemas.',
      from: '^src/core/prompts/',
      allowed: ['^src/core/(prompts|domain|base)/', ...npm('zod')],
    }),
    layer('checks-are-an-adapter', {
      comment: 'Checks ask through ports; they know no other adapter.',
      from: '^src/core/checks/',
      allowed: ['^src/core/(checks|ports|text|domain|base)/', ...npm('fastest-levenshtein')],
    }),
    layer('document-checks-are-an-adapter', {
      comment:
        'Documentation-driven checks are checks made of files; what runs and remembers comes in through ports.',
      from: '^src/core/documentChecks/',
      allowed: ['^src/core/(documentChecks|checks|ports|text|domain|base)/'],
    }),
    layer('store-is-an-adapter', {
      comment: 'The store knows the disk, and no other adapter.',
      from: '^src/core/store/',
      node: true,
      allowed: ['^src/core/(store|ports|text|domain|base)/', ...npm('zod')],
    }),
    layer('system-is-an-adapter', {
      comment: 'The system adapters know Node.js and git, and no other adapter.',
      from: '^src/core/system/',
      node: true,
      allowed: ['^src/core/(system|ports|text|domain|base)/', ...npm('simple-git', 'fastest-levenshtein')],
    }),
    layer('models-are-adapters', {
      comment: 'Every model adapter stands in a folder of its own and knows its own SDK.',
      from: '^src/core/models/',
      node: true,
      allowed: ['^src/core/(models|ports|domain|base)/', ...npm('zod', '@anthropic-ai/sdk')],
    }),
    {
      name: 'no-model-adapter-knows-another',
      comment: 'models/<a> may use models/shared and itself, never models/<b>.',
      severity: 'error',
      from: { path: '^src/core/models/([^/]+)/', pathNot: '^src/core/models/shared/' },
      to: { path: '^src/core/models/', pathNot: '^src/core/models/($1|shared)/' },
    },
    layer('pipeline-meets-no-adapter', {
      comment: 'The use cases work over ports; adapters are handed to them in createPlanReview.ts.',
      from: '^src/core/pipeline/',
      allowed: ['^src/core/(pipeline|prompts|text|analysis|reports|ports|domain|base)/'],
    }),
    {
      name: 'core-has-one-door',
      comment: 'Outside core and its protocol, only core/index.ts is imported.',
      severity: 'error',
      from: { path: '^src/(extension|cli)/', pathNot: tests },
      to: { path: '^src/core/', pathNot: String.raw`^src/core/index\.ts$` },
    },
    {
      name: 'core-is-headless',
      comment: 'Core runs without an editor, and knows neither its edges nor its page.',
      severity: 'error',
      from: { path: '^src/core/' },
      to: {
        path: [vscode, '^src/(extension|cli|protocol)/', '^webview-ui/', ...npm('lit-html', 'dompurify')],
      },
    },
    layer('protocol-speaks-domain', {
      comment: 'What host and page say to each other is made of domain values.',
      from: '^src/protocol/',
      allowed: ['^src/protocol/', '^src/core/(domain|base)/', ...npm('zod')],
    }),
    layer('page-knows-the-protocol', {
      comment: 'The page runs in any browser: it knows the protocol and its own libraries.',
      from: '^webview-ui/',
      allowed: ['^webview-ui/', '^src/protocol/', ...npm('lit-html', 'marked', 'dompurify', 'zod')],
    }),
    layer('extension-is-an-edge', {
      comment: 'The extension knows the editor, core and the protocol.',
      from: '^src/extension/',
      node: true,
      allowed: ['^src/extension/', '^src/protocol/', '^src/core/', vscode],
    }),
    layer('cli-is-an-edge', {
      comment: 'The command line knows core, and no editor.',
      from: '^src/cli/',
      node: true,
      allowed: ['^src/cli/', '^src/protocol/', '^src/core/', ...npm('commander')],
    }),
    {
      name: 'no-cycles',
      comment: 'A cycle is two modules that are really one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.d.ts'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
