import type { ReviewArtifacts, ReviewRows } from '../../ports/reviewIndex.ts';
import { begunRows } from './begunRows.ts';
import { findingRows } from './findingRows.ts';
import { finishedRows, idIn, type CampaignRows } from './finishedRows.ts';
import { damagedCampaign } from './damagedCampaign.ts';

/**
 * What the index holds of a review. Reindexing and taking in a single change both come through here, and nothing else
 * decides what a row says, so that the index can be thrown away at any time.
 */
export function reviewRows(artifacts: ReviewArtifacts): ReviewRows {
  const parts: readonly CampaignRows[] = [
    ...artifacts.rounds.map((round) => finishedRows(round, artifacts)),
    ...(artifacts.unfinished === undefined ? [] : [begunRows(artifacts.unfinished, artifacts)]),
  ];
  return {
    contents: parts.map(({ content }) => content),
    campaigns: [
      ...parts.map(({ campaign }) => campaign),
      ...artifacts.inconsistent.map((round) => damagedCampaign(round, artifacts)),
    ],
    reviews: parts.flatMap(({ reviews }) => reviews),
    analyses: parts.flatMap(({ analysis }) => analysis ?? []),
    usage: parts.flatMap(({ usage }) => usage),
    findings: findingRows(artifacts),
    ...answersTo(artifacts),
    resolutions: artifacts.rounds.flatMap(({ round }) =>
      (round.resolutions ?? []).map((resolution) => ({
        campaign: idIn(artifacts, round.number),
        ...resolution,
      })),
    ),
  };
}

/** What the authors have answered. Responses that cannot be read, or are about no usable round, are no answers. */
function answersTo(artifacts: ReviewArtifacts): Pick<ReviewRows, 'responses' | 'answers'> {
  const told = artifacts.rounds.flatMap(({ round: { number } }) => {
    const response = artifacts.responses.get(number)?.response;
    return response === undefined ? [] : [{ campaign: idIn(artifacts, number), response }];
  });
  return {
    responses: told.map(({ campaign, response: { state, author, updatedAt } }) => ({
      campaign,
      state,
      author,
      updatedAt,
    })),
    answers: told.flatMap(({ campaign, response }) =>
      response.findings.map((answer) => ({ campaign, ...answer })),
    ),
  };
}
