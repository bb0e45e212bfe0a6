import type { Notes } from '../domain/notes.ts';
import { escapeMarkdown } from './markdown.ts';
import { proseOf } from './panelParts.ts';

/** `notes.md`: a person's words on an analysis, said to be that. */
export function notesDocument({ author, updatedAt, text }: Notes, about: string): string {
  return `# Notes on ${escapeMarkdown(about)}\n\n**By:** ${escapeMarkdown(author)}, ${updatedAt.slice(0, 10)}\n\n${proseOf(text)}\n`;
}
