import { BlockReader } from './blockReader.ts';
import type { Block } from './blocks.ts';
import { lineEnd, type LineIndex } from './lineIndex.ts';

/**
 * The blocks of a Markdown text (CommonMark 0.31 with GitHub's tables and footnotes) from a line on, which counts from 0.
 * Inline marks are left alone: `inline.ts` reads them where needed. Never throws, and takes time in proportion to the
 * length of the text.
 */
export function parseMarkdown(lines: LineIndex, firstLine: number): Block[] {
  const reader = new BlockReader(lines.text);
  for (let line = firstLine; line < lines.starts.length; line += 1) {
    reader.read(lines.starts[line] ?? 0, lineEnd(lines, line));
  }
  return reader.finish();
}
