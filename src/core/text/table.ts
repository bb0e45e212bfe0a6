import { slice, type Content } from './content.ts';

/** The cells of every row of a table, the delimiter row among them, without the white space around them. */
export function tableCells(table: Content): Content[][] {
  const rows: Content[][] = [];
  for (const [line, start] of table.starts.entries()) {
    const end = (table.starts[line + 1] ?? table.text.length + 1) - 1;
    rows.push(rowCells(table, start, end));
  }
  return rows;
}

function rowCells(table: Content, start: number, end: number): Content[] {
  const text = table.text.slice(start, end);
  const first = /^\s*\|?/.exec(text)?.[0].length ?? 0;
  const cells: Content[] = [];
  let cellStart = first;
  for (let at = first; at < text.length; at += 1) {
    if (text[at] === '\\') {
      at += 1;
    } else if (text[at] === '|') {
      cells.push(cell(table, start + cellStart, start + at));
      cellStart = at + 1;
    }
  }
  if (text.slice(cellStart).trim() !== '') {
    cells.push(cell(table, start + cellStart, start + text.length));
  }
  return cells;
}

function cell(table: Content, start: number, end: number): Content {
  const text = table.text.slice(start, end);
  const leading = text.length - text.trimStart().length;
  return slice(table, start + leading, Math.max(start + leading, start + text.trimEnd().length));
}
