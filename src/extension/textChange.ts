import type { TextDocumentContentChangeEvent } from 'vscode';
import type { TextChange } from '../core/index.ts';

/** An edit as core counts: lines and columns from 1. */
export function textChange({ range, text }: TextDocumentContentChangeEvent): TextChange {
  const { start, end } = range;
  return {
    range: {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
    text,
  };
}
