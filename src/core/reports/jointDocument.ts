import type { Analysis } from '../domain/campaignAnalysis.ts';
import type { JointCampaign, JointPlan } from '../domain/jointCampaign.ts';
import { analysisDocument } from './analysisDocument.ts';
import { counted, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';

/** `campaign.md`: what `campaign.json` says, for people. */
export function jointDocument(campaign: JointCampaign): string {
  const { plans, remarks, commonKinds, panel } = campaign;
  const parts = [
    `# Campaign: ${escapeMarkdown(campaign.name)}`,
    [
      `**Id:** ${inlineCode(campaign.id)}`,
      `**Begun:** ${campaign.startedAt.slice(0, 10)}`,
      `**Status:** ${inlineCode(campaign.status)}`,
      `**Content:** ${campaign.content.map(inlineCode).join(', ')}`,
      `**Read by:** ${panel === null ? 'the checks alone' : readersOf(panel)}`,
      ...(campaign.costUsd === null || campaign.completedAt === null
        ? []
        : [`**Cost:** $${campaign.costUsd.toFixed(2)}`]),
    ].join('  \n'),
    '## Plans',
    markdownTable(
      ['Plan', 'Status', 'Verdict', 'Open', 'Round'],
      plans.map((plan) => [
        inlineCode(plan.path),
        inlineCode(plan.status),
        plan.verdict ?? '',
        openText(plan),
        plan.campaign === null ? '' : inlineCode(plan.campaign),
      ]),
    ),
    ...problemParts(plans),
    ...(commonKinds.length === 0
      ? []
      : [
          '## Common Kinds of Finding',
          markdownTable(
            ['Kind', 'Plans', 'Findings', 'Open', 'Worst'],
            commonKinds.map(({ kind, plans: all, findings, open, worst }) => [
              escapeMarkdown(kind),
              String(all.length),
              String(findings),
              String(open),
              worst,
            ]),
          ),
        ]),
    ...(remarks.length === 0
      ? []
      : ['## Remarks', remarks.map((text) => `- ${escapeMarkdown(text)}`).join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A campaign and its analysis as one document. */
export function jointDocuments({
  campaign,
  analysis,
}: {
  readonly campaign: JointCampaign;
  readonly analysis: Analysis | undefined;
}): string {
  return [jointDocument(campaign), ...(analysis === undefined ? [] : [analysisDocument(analysis)])].join(
    '\n',
  );
}

function readersOf({ reviewers, strategy }: NonNullable<JointCampaign['panel']>): string {
  const who = reviewers === undefined ? 'the usual panel' : [reviewers].flat().map(inlineCode).join(', ');
  return strategy === undefined ? who : `${who} (${strategy})`;
}

function problemParts(plans: readonly JointPlan[]): string[] {
  const lines = plans.flatMap(({ path, status, problem }) => [
    ...(problem === null
      ? []
      : [`- ${inlineCode(path)}: ${escapeMarkdown(`${problem.message} ${problem.wayOut}`)}`]),
    ...(status === 'skipped'
      ? [
          `- ${inlineCode(path)} was not read again: it has not changed since its last round, which counts here.`,
        ]
      : []),
    ...(status === 'partial' ? [`- ${inlineCode(path)} was reviewed without all of its reviewers.`] : []),
  ]);
  return lines.length === 0 ? [] : ['## What Is Otherwise', lines.join('\n')];
}

function openText({ open }: JointPlan): string {
  if (open === null) {
    return '';
  }
  const said = Object.entries(open).flatMap(([severity, count]) =>
    count === 0 ? [] : [`${count} ${severity}`],
  );
  return said.length === 0 ? counted(0, 'finding') : said.join(', ');
}
