import assert from 'node:assert/strict';
import type { StoryAnswer, StoryResponse } from './story.ts';

/** A `response.md` that nobody has written into yet, with the author's words in it, as in an editor. */
export function writtenResponse(document: string, response: StoryResponse): string {
  const { answers, replies, summary, assessment, confidence, confidenceReason } = response;
  let text = document;
  for (const answer of answers) {
    text = writtenAnswer(text, answer);
  }
  for (const [index, reply] of replies.entries()) {
    text = fill(text, `Q${index + 1}`, { Answer: reply });
  }
  if (summary !== undefined) {
    text = replaced(text, '## Executive Summary\n', `## Executive Summary\n\n${summary}\n`);
  }
  if (assessment !== undefined) {
    text = replaced(text, '**OPEN**', `**${assessment}**`);
  }
  return replaced(
    text,
    '**Confidence Level:** Open',
    `**Confidence Level:** ${confidence}\n\n${confidenceReason}`,
  );
}

/** A `response.md` with the answer to one finding written into it, that nobody has answered yet. */
export function writtenAnswer(document: string, { finding, disposition, ...words }: StoryAnswer): string {
  return fill(document, finding, {
    Disposition: disposition,
    Response: words.response,
    'Action Taken': words.action,
    Evidence: words.evidence,
  });
}

/** Writes behind the names of fields. */
function fill(document: string, id: string, fields: Readonly<Record<string, string | undefined>>): string {
  const start = document.indexOf(`### [${id}]`);
  assert.notEqual(start, -1, id);
  const next = document.indexOf('\n### [', start + 1);
  const end = next === -1 ? document.indexOf('\n## ', start) : next;
  let part = document.slice(start, end);
  for (const [name, text] of Object.entries(fields)) {
    if (text !== undefined) {
      part =
        name === 'Disposition'
          ? replaced(part, `**${name}:** Open`, `**${name}:** ${text}`)
          : replaced(part, `**${name}:**`, `**${name}:**\n${text}`);
    }
  }
  return document.slice(0, start) + part + document.slice(end);
}

function replaced(text: string, before: string, after: string): string {
  assert.ok(text.includes(before), before);
  return text.replaceAll(before, () => after);
}
