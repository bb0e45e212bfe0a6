import { sha256 } from '../base/hash.ts';
import type { PlanKind, Revision } from '../domain/plan.ts';
import type { Block } from './blocks.ts';
import { parseFrontMatter, type FrontMatter } from './frontMatter.ts';
import { parseHtml } from './html.ts';
import { indexLines, lineAt, type LineIndex } from './lineIndex.ts';
import { parseMarkdown } from './markdown.ts';
import { planKind } from './planKind.ts';
import { sectionsOf, type Section } from './sections.ts';

/** A plan taken apart, with the exact place of every part. */
export interface PlanDocument {
  /** Relative to the workspace folder, with forward slashes. */
  readonly path: string;
  readonly format: 'markdown' | 'html';
  /** The text behind a byte order mark; all offsets count in it, in UTF-16 units. */
  readonly text: string;
  readonly lines: LineIndex;
  readonly kind: PlanKind;
  /** The first heading, or the file's name. */
  readonly title: string;
  readonly frontMatter: FrontMatter | undefined;
  readonly blocks: readonly Block[];
  readonly sections: readonly Section[];
}

/**
 * Takes a plan apart. Never throws: whatever the text is, there is a document of it. `kind` is what somebody says that it is.
 */
export function parsePlan(path: string, text: string, kind?: PlanKind): PlanDocument {
  const lines = indexLines(text);
  const format = /\.html?$/i.test(path) ? 'html' : 'markdown';
  const frontMatter = format === 'markdown' ? parseFrontMatter(text) : undefined;
  const blocks = format === 'markdown' ? parseMarkdown(lines, frontMatter?.endLine ?? 0) : parseHtml(text);
  const sections = sectionsOf(blocks, text.length);
  const fileName = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  const title = titleSection(sections);
  return {
    path,
    format,
    text,
    lines,
    kind:
      kind ??
      planKind({ path, frontMatter, title: title?.title ?? '', isOfChapters: isOfChapters(sections) }),
    title: titleOf(title) ?? fileName,
    frontMatter,
    blocks,
    sections,
  };
}

/** Whether headings call themselves chapters, as those of a book do. */
function isOfChapters(sections: readonly Section[]): boolean {
  return sections.filter(({ heading }) => /^\s*chapter\s+\w/i.test(heading.content.text)).length >= 2;
}

/** The line of the heading that gives a plan its title, from 1; the first line where there is none. */
export function titleLine({ sections, lines }: Pick<PlanDocument, 'sections' | 'lines'>): number {
  const section = titleSection(sections);
  return section === undefined ? 1 : lineAt(lines, section.heading.start) + 1;
}

function titleSection(sections: readonly Section[]): Section | undefined {
  return sections.find(({ depth }) => depth === 1) ?? sections[0];
}

function titleOf(section: Section | undefined): string | undefined {
  return section === undefined || section.title === '' ? undefined : section.title;
}

/** The name of one exact content. */
export function revisionOf(bytes: Uint8Array): Revision {
  return `sha256:${sha256(bytes)}`;
}
