import type { Persona } from '../../../src/core/domain/persona.ts';
import { personaKey, type MessagesBody, type ReceivedRequest } from '../messagesServer/receivedRequest.ts';
import { answer, type Reply } from '../messagesServer/reply.ts';
import { finding, review, type ReviewAnswer } from '../messagesServer/reviews.ts';

/** What one reviewer answers: always the same, or by its request. */
export type Turn = Reply | ((request: ReceivedRequest) => Reply | Promise<Reply>);

/** Names whom a request is for: a persona by its id, `selection`, `analysis`, or `themes` of several plans. */
export function keyOfPersonas(
  personas: readonly Pick<Persona, 'id' | 'name'>[],
): (body: MessagesBody) => string {
  const ids = new Map(personas.map(({ id, name }) => [slug(name), id]));
  return (body) => {
    const properties = Object.keys(schemaOf(body)['properties'] ?? {});
    if (properties.includes('groups')) {
      return 'analysis';
    }
    if (properties.includes('themes')) {
      return 'themes';
    }
    if (properties.includes('reviewers')) {
      return 'selection';
    }
    const key = personaKey(body);
    return ids.get(key) ?? key;
  };
}

/** The schema that an answer is asked to have: of the answer itself, or of the tool that it is handed in with. */
function schemaOf({ output_config: config, tools = [] }: MessagesBody): Readonly<Record<string, unknown>> {
  const handIn = (
    tools as readonly { name?: string; input_schema?: Readonly<Record<string, unknown>> }[]
  ).find(({ name }) => name === 'StructuredOutput');
  return config?.format?.schema ?? handIn?.input_schema ?? {};
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** A review that quotes `quote` and says whose it is. */
export function reviewOf(persona: string, quote: string): ReviewAnswer {
  return review({
    summary: `What ${persona} says.`,
    findings: [
      finding({
        title: `What ${persona} misses`,
        quote,
        observation: `${persona} sees this.`,
        concern: `${persona} is concerned — ünd wörried 🐟.`,
        recommendation: `Do what ${persona} would do.`,
      }),
    ],
  });
}

/** What an analysis answers that finds no root cause shared. */
export const nothingShared = { summary: 'Each stands for itself.', groups: [] };

/** Everybody answers as `reviewOf` says, but for those who have a turn of their own. */
export function panelScript(
  quote: string,
  turns: Readonly<Record<string, Turn>> = {},
): (request: ReceivedRequest) => Reply | Promise<Reply> {
  return (request) => {
    const turn = turns[request.key];
    if (turn !== undefined) {
      return typeof turn === 'function' ? turn(request) : turn;
    }
    return request.key === 'analysis' ? answer(nothingShared) : answer(reviewOf(request.key, quote));
  };
}
