import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { campaignFacts, openFinding, reading } from '../../../test/support/analysis/campaignFacts.ts';
import { analyseCampaign } from '../analysis/analyseCampaign.ts';
import { checkAnalysis } from '../domain/campaignAnalysis.ts';
import { analysisDocument } from './analysisDocument.ts';

const analysis = analyseCampaign(
  campaignFacts({
    readings: [
      reading('lead', 6),
      reading('newcomer', 3, { archetype: 'newcomer', experience: 'junior' }),
      reading('security', 9),
    ],
    findings: [
      openFinding('F1', ['lead', 'newcomer'], { severity: 'critical', title: 'No way back <script>' }),
      openFinding('F2', ['security', 'checks'], { check: 'file-exists', category: 'factuality' }),
    ],
    comparison: {
      with: 'round 1',
      completedAt: '2026-02-01T09:00:00.000Z',
      reviewers: ['lead'],
      scores: { clarity: 1, accuracy: -0.5, fit: 0, usability: 0.04 },
      regressions: ['accuracy'],
      findings: { new: 2, persisting: 0, gone: 3, regressed: 0 },
    },
  }),
);

describe('analysisDocument', () => {
  const document = analysisDocument(analysis);

  test('has the sections of a campaign analysis, in their order', () => {
    const headings = [...document.matchAll(/^#{1,2} .*$/gm)].map(([heading]) => heading);
    assert.deepEqual(headings, [
      '# Campaign Analysis: A plan, round 1',
      '## Executive Summary',
      '## Priority Rankings',
      '## Dimension Summaries',
      '## Persona Breakdowns',
      '## Trend Analysis',
    ]);
    const subheadings = [...document.matchAll(/^### .*$/gm)].map(([heading]) => heading);
    assert.deepEqual(subheadings, [
      '### Clarity & Readability',
      '### Accuracy',
      '### Persona Fit',
      '### Practical Usability',
      '### Engineer (2 personas)',
      '### Newcomer (1 persona)',
      '### By Experience',
      '### Reviewers',
      '### Agreement',
    ]);
  });

  test('ranks findings with severity and frequency, and nothing that was written becomes mark-up', () => {
    assert.match(
      document,
      /^1\. \*\*No way back \\<script\\>\*\* \(F1, Risk; Severity: critical, Frequency: 2\/3 personas\)\n {3}- Raised by: lead, newcomer\n {3}- Description: Observation of F1\. Concern of F1\.$/m,
    );
    assert.match(document, /^ {3}- Raised by: security, the check file-exists$/m);
    assert.doesNotMatch(document, /(?<!\\)<script/);
  });

  test('tells scores, spread, breakdowns, strictness, overlap and trend', () => {
    assert.match(document, /Average: 6\.0\/10 \(3 to 9, spread 2\.4, 3 scores\) \| Common themes: none/);
    assert.match(document, /- Struggles: F1 \(critical\) No way back/);
    assert.match(document, /\| junior \| newcomer \| 3\.0 \|/);
    assert.match(document, /\| The newcomer \| `succeeded` \| 1 \| 10 \| 1\.0 s \| -4\.5 \| 0\.0 \|/);
    assert.match(
      document,
      /Nothing shows .*: of 2 findings of 3 reviewers, 1 by one alone and 1 by two \(Chao's/,
    );
    assert.match(document, /Compared with round 1 of 2026-02-01: 2 new findings are open/);
    assert.match(document, /\| Accuracy \| -0\.5 \| regression \|/);
    assert.match(document, /\| Practical Usability \| 0\.0 \|/);
  });

  test('says at least how many were found by nobody, and on what basis', () => {
    const alone = ['lead', 'newcomer', 'security'];
    const findings = Array.from({ length: 6 }, (_, index) =>
      openFinding(`F${index + 1}`, [alone[index % 3] ?? '']),
    );
    const readings = alone.map((id) => reading(id, 5));
    const told = analysisDocument(analyseCampaign(campaignFacts({ readings, findings })));
    // 2/3 * 6 * 5 / 2
    assert.match(
      told,
      /At least 10 more of the kind .*: of 6 findings of 3 reviewers, 6 by one alone and 0 by two/,
    );
  });

  test('follows from analysis.json alone', () => {
    const read = checkAnalysis(JSON.parse(JSON.stringify(analysis)));
    assert.ok(read.ok);
    assert.equal(analysisDocument(read.analysis), document);
  });

  test('says what was not computed, and why', () => {
    const together = analysisDocument(analyseCampaign(campaignFacts({ strategy: 'complementary' })));
    assert.match(
      together,
      /shown what the leads and the checks had found\. Agreement, strictness and overlap are not computed/,
    );
    assert.doesNotMatch(together, /Frequency|Chao|against the others/);
    assert.match(together, /This is the first, so there is nothing to compare it with/);
    const two = analysisDocument(analyseCampaign(campaignFacts()));
    assert.match(two, /not estimated below three reviewers/);
  });
});
