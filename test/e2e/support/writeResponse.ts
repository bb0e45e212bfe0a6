import type { Frame, Locator } from 'playwright-core';
import type { StoryAnswer, StoryResponse } from '../../support/rounds/story.ts';

/** Writes an author's response into the panel, key by key, and leaves the response as a whole in view. */
export async function writeResponse(panel: Frame, author: string, response: StoryResponse): Promise<void> {
  for (const answer of response.answers) {
    await writeAnswer(panel, answer);
  }
  await panel.locator('#tab-response').click();
  for (const [index, reply] of response.replies.entries()) {
    await type(panel.getByLabel(`Answer to Q${index + 1}`), reply);
  }
  if (response.summary !== undefined) {
    await type(panel.getByLabel('Summary', { exact: true }), response.summary);
  }
  if (response.assessment !== undefined) {
    await choose(panel.getByRole('group', { name: 'Own assessment' }), response.assessment);
  }
  await choose(panel.getByRole('group', { name: 'Confidence', exact: true }), response.confidence);
  await type(panel.getByLabel('Reason for the confidence'), response.confidenceReason);
  await type(panel.getByLabel('Author', { exact: true }), author);
}

/** Writes the answer to one finding, whose details are unfolded for it. */
export async function writeAnswer(panel: Frame, answer: StoryAnswer): Promise<void> {
  const { finding, disposition, response, action, evidence } = answer;
  await panel.locator('#tab-findings').click();
  const details = panel.getByRole('button', { name: `Details of ${finding}`, exact: true });
  if ((await details.getAttribute('aria-expanded')) !== 'true') {
    await details.click();
  }
  const group = panel.getByRole('group', { name: `Your answer to ${finding}` });
  await choose(group, disposition);
  for (const [name, text] of [
    ['Response', response],
    ['Action taken', action],
    ['Evidence', evidence],
  ] as const) {
    if (text !== undefined) {
      await type(group.getByRole('textbox', { name, exact: true }), text);
    }
  }
}

async function choose(group: Locator, name: string): Promise<void> {
  await group.getByRole('radio', { name, exact: true }).check();
}

/** In the place of what is there. */
async function type(field: Locator, text: string): Promise<void> {
  await field.fill('');
  await field.pressSequentially(text);
}
