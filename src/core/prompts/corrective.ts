import type { PromptMessage } from '../domain/prompt.ts';

/**
 * Asks again after an answer that could not be used: the same request, the answer and what was wrong with it. An adapter
 * that continues a session needs the last message alone.
 */
export function correctiveMessages(
  messages: readonly PromptMessage[],
  answer: string,
  problems: readonly string[],
): readonly PromptMessage[] {
  const list = problems.map((problem) => `- ${problem}`).join('\n');
  return [
    ...messages,
    ...(answer.trim() === '' ? [] : [{ role: 'assistant' as const, parts: [{ text: answer }] }]),
    {
      role: 'user',
      parts: [
        {
          text: `That answer cannot be used:\n${list}\n\nAnswer again, in full: one JSON object of the required shape and nothing else.`,
        },
      ],
    },
  ];
}
