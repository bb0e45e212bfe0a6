import type { PromptMessage, PromptPart } from '../../domain/prompt.ts';

/**
 * Stands in front of everything that is given to a program, so that no text of a plan is the first thing it reads: one
 * that begins with `/` would be taken for a command.
 */
const OPENING = 'Answer the request below.\n\n';

/** The ids that both command lines give to their sessions. Anything else could be taken for an option or a name. */
const SESSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a session's id may be given to a program. */
export function isSessionId(session: string | undefined): session is string {
  return session !== undefined && SESSION.test(session);
}

/** The text of several parts. */
export function partsText(parts: readonly PromptPart[]): string {
  return parts.map((part) => part.text).join('\n\n');
}

/**
 * The messages as the one text that a program reads. A session that is continued knows everything but the last message;
 * without one, the model's own earlier answers are told in quotes.
 */
export function promptText(messages: readonly PromptMessage[], isContinued: boolean): string {
  const asked = isContinued ? messages.slice(-1) : messages;
  return (
    OPENING +
    asked
      .map(({ role, parts }) =>
        role === 'user'
          ? partsText(parts)
          : `You answered:\n<your-answer>\n${partsText(parts)}\n</your-answer>`,
      )
      .join('\n\n')
  );
}
