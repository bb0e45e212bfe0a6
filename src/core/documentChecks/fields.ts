import type { Block } from '../text/blocks.ts';

/** A field of a definition: the words behind its name and below it, and the first code block below it. */
export interface Field {
  readonly text: string;
  readonly code: string | undefined;
}

const names = ['pattern', 'verify', 'output', 'example', 'title', 'severity', 'restson'] as const;
type FieldName = (typeof names)[number];

/** The fields that definitions may have, by their names in small letters and without spaces. */
export type Fields = Readonly<Partial<Record<FieldName, Field>>>;

const opening = /^\*\*(Pattern|Verify|Output|Example|Title|Severity|Rests on)(?::\*\*|\*\*[ \t]*:?)[ \t]*/gim;

/** Reads `**Name**: words` and what follows each, up to the next one. Of two fields by one name the first counts. */
export function fieldsOf(blocks: readonly Block[], source: string): Fields {
  const fields: Partial<Record<FieldName, { text: string; code: string | undefined }>> = {};
  let open: { text: string; code: string | undefined } | undefined;
  const add = (text: string): void => {
    if (open !== undefined) {
      open.text = `${open.text}\n${text}`.trim();
    }
  };
  for (const block of blocks) {
    if (block.type === 'code' && open !== undefined) {
      open.code ??= block.content.text;
    } else if (block.type === 'list') {
      add(source.slice(block.start, block.end));
    } else if (block.type === 'paragraph') {
      const { text } = block.content;
      const openings = [...text.matchAll(opening)];
      add(text.slice(0, openings[0]?.index ?? text.length));
      for (const [index, match] of openings.entries()) {
        const words = text.slice(match.index + match[0].length, openings[index + 1]?.index ?? text.length);
        open = { text: words.trim(), code: undefined };
        const name = names.find((known) => known === match[1]?.toLowerCase().replaceAll(' ', ''));
        if (name !== undefined) {
          fields[name] ??= open;
        }
      }
    }
  }
  return fields;
}
