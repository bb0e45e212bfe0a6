import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What each document of the story holds: the sections, fields and tables of a review, in their order. */
const parts: Readonly<Record<string, readonly string[]>> = {
  'round-1/review.md': [
    '# Peer Review: Resize pictures in the background',
    '**Reviewer:** Checks, Lead reviewer, Reliability engineer',
    '**Review Round:** 1',
    '**Date:**',
    '## Executive Summary',
    '## Overall Assessment\n\n**NO-GO**',
    '## Findings',
    '### [F1] A stopped worker loses its picture',
    '**Severity:** Critical',
    '**Category:** Risk',
    '**Observation:**',
    '**Concern:**',
    '**Recommendation:**',
    '### [F2] Nobody would notice a backlog',
    '**Severity:** Major',
    '### [F3] Readers may see half a file',
    '**Severity:** Minor',
    '### [F4] Consider the hosted converter',
    '**Severity:** Suggestion',
    '## Strengths',
    '- [S1]',
    '## Questions for Author',
    '- [Q1] How many pictures does an upload hold?',
    '- [Q2] Is there a queue already?',
    '## Recommendation',
    '**Final Assessment: NO-GO**',
  ],
  'round-1/response.md': [
    '# Review Response: Resize pictures in the background',
    '**Author:** Ada',
    '**Response Round:** 1',
    '**Date:**',
    '**Responding to:** review.md of round 1',
    '## Executive Summary\n\nCritical and major findings are accepted.',
    '## Overall Assessment\n\n**CONDITIONAL GO**',
    '## Responses to Findings',
    '### [F1]',
    '**Severity:** Critical',
    '**Disposition:** Accepted',
    '**Response:**\nRight: "during implementation" is too late.',
    '**Action Taken:**\nAcknowledgement after storing',
    '**Evidence:**\nSee Section 2.1.',
    '### [F4]',
    '**Disposition:** Acknowledged',
    '## Answers to Reviewer Questions',
    '### [Q1]',
    '**Answer:**\nMostly 1 to 20; added to Section 1.',
    '### [Q2]',
    '**Answer:**\nYes, with spare capacity.',
    '## Summary of Changes',
    '### Plan Modifications',
    '| Section | Change | Rationale |',
    '| 1 Goal | Changed: +1 −1 lines | Answer Q1 |',
    '| 2.1 Failures | Acknowledgement after storing, three attempts, parking queue | Address F1 |',
    '| 2.2 Watching | Measurements and an alarm | Address F2 |',
    '| 3 Delivery | Temporary name and rename | Address F3 |',
    '## Recommendation to Editor',
    '**Final Assessment: CONDITIONAL GO**',
    '**Confidence Level:** Medium',
    'Not tried under load yet.',
  ],
  'round-2/review.md': [
    '**Review Round:** 2',
    '## Overall Assessment\n\n**GO**',
    '## Round 1 Concern Resolution',
    '| Finding | Status | Notes |',
    '| F1 (A stopped worker loses its picture) | Resolved |',
    '| F2 (Nobody would notice a backlog) | Resolved |',
    '| F3 (Readers may see half a file) | Resolved |',
    '| F4 (Consider the hosted converter) | Acknowledged |',
    '## Findings',
    '### [F5] The parking queue has no owner',
    '**Severity:** Minor',
    '## Strengths',
    '## Questions for Author\n\nNone.',
    '**Final Assessment: GO**',
  ],
  'round-2/response.md': [
    '**Response Round:** 2',
    '### [F5]',
    '**Disposition:** Deferred',
    '**Response:**\nThe runbook will name the person on call.',
    '**Action Taken:**\nA task for the runbook',
    '**Confidence Level:** High',
    'Every finding is settled.',
  ],
  'record.md': [
    '# Review Record: Resize pictures in the background',
    '**Signed by:** Grace Hopper',
    '## Overall Assessment\n\n**GO**',
    '## Review Process Summary',
    '### Round 1',
    '- **Findings:** 4 findings (1 critical, 1 major, 1 minor, 1 suggestion)',
    '- **Accepted:** 3',
    '- **Acknowledged:** 1',
    '- **Key Changes:** 1 Goal, 2.1 Failures, 2.2 Watching, 3 Delivery',
    '### Round 2',
    '- **Findings:** 1 finding (0 critical, 0 major, 1 minor, 0 suggestion)',
    '- **Deferred:** 1',
    '- **Key Changes:**',
    '## What Became of the Findings',
    '| F5 (The parking queue has no owner) | Minor | 2 | Open |',
    '## Residual Risks',
    '| Risk | Likelihood | Impact | Mitigation |',
    '| F4: Consider the hosted converter | Medium | Low | Compare its price before building. |',
    '| F5: The parking queue has no owner | Medium | Low | A task for the runbook |',
    '## Implementation Readiness',
    '- [x] All critical concerns are resolved',
    '- [x] All major concerns are resolved',
    '- [x] Success criteria are defined',
    '- [x] The testing approach is specified (Ticked by Grace Hopper)',
    '- [x] Monitoring is specified (Ticked by Grace Hopper)',
    '- [x] Operational procedures are documented (Ticked by Grace Hopper)',
    '## Recommendation to Editor',
    '**Final Assessment: GO**',
    '**Confidence Level:** High',
    'Every finding is settled.',
  ],
};

/** Fails where a document of the story, played to its end, lacks a part of a review. `folder` is absolute. */
export async function assertWholeStory(folder: string): Promise<void> {
  for (const [name, expected] of Object.entries(parts)) {
    const text = await readFile(path.join(folder, name), 'utf8');
    let from = 0;
    for (const part of expected) {
      const at = text.indexOf(part, from);
      assert.notEqual(at, -1, `${name} lacks, or has too early: ${part}`);
      from = at + part.length;
    }
  }
}

/** Every document of a review by its path, without what differs from one time to the next: times, durations, costs. */
export async function timelessDocuments(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.md'))
    .toSorted();
  const texts = names.map(async (name) => {
    const text = await readFile(path.join(folder, name), 'utf8');
    return [
      name,
      text
        .replaceAll(/\d{4}-\d\d-\d\d(T[\d:.]+Z)?/g, '<time>')
        .replaceAll(/\b\d+\.\d s\b/g, '<duration>')
        .replaceAll(/\$\d+\.\d+/g, '<cost>')
        .replaceAll(/`[0-9a-f]{40}`/g, '<commit>'),
    ] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}
