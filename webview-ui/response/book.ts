import type { PanelDraft, ReadableResponse } from '../../src/protocol/panelResponse.ts';
import { fieldsOf, wordsOf, type FieldKey, type Fields } from './fields.ts';

/** What the author has written into a field and is not known to be stored. */
export interface Edit {
  readonly value: string;
  /** What the field said when the author began to write. */
  readonly base: string;
  /** What was sent of it since; any of these may be what is stored. */
  readonly sent: readonly string[];
  /** What somebody else has stored in the same field meanwhile, where the author has not chosen between the two. */
  readonly theirs?: string;
}

/** The response as it is stored, and what the author has written on top of it. */
export interface Book {
  readonly response: ReadableResponse;
  readonly stored: Fields;
  readonly edits: ReadonlyMap<FieldKey, Edit>;
  /** What the fields say with the edits. */
  readonly fields: Fields;
}

/** The edits of a page, as it keeps them over a reload. */
export interface KeptEdits {
  readonly round: number;
  readonly edits: readonly (readonly [FieldKey, Edit])[];
}

/** A book of `response` with what was written before a reload, or for an earlier state of the review. */
export function openBook(response: ReadableResponse, kept: KeptEdits | undefined): Book {
  const stranded = new Set(strandedEdits(response, kept).map(([key]) => key));
  const edits = (kept?.edits ?? []).filter(([key]) => !stranded.has(key));
  return meet({ ...bookOf(response, new Map()), edits: new Map(edits) }, response);
}

/** What was written and has no place in `response`: it answers another round, or what is not asked any more. */
export function strandedEdits(
  response: ReadableResponse,
  kept: KeptEdits | undefined,
): readonly (readonly [FieldKey, Edit])[] {
  if (kept === undefined || kept.round !== response.round) {
    return kept?.edits ?? [];
  }
  const asked = new Set([...response.open, ...response.questions.map(({ id }) => id)]);
  return kept.edits.filter(([key]) => {
    const [about = '', field] = key.split('.');
    return field !== undefined && !asked.has(about);
  });
}

/** What the page keeps over a reload. Undefined where everything is stored. */
export function keptOf({ response, edits }: Book): KeptEdits | undefined {
  return edits.size === 0 ? undefined : { round: response.round, edits: [...edits] };
}

/** The author writes `value` into a field. */
export function write(book: Book, key: FieldKey, value: string): Book {
  const edits = new Map(book.edits);
  const edit = edits.get(key) ?? { value, base: book.stored.get(key) ?? '', sent: [] };
  if (value === edit.base && edit.sent.length === 0 && edit.theirs === undefined) {
    edits.delete(key);
  } else {
    edits.set(key, { ...edit, value });
  }
  return bookOf(book.response, edits, book.stored);
}

/**
 * The stored response has come in. Field by field: what only one side changed is taken, and where both did, differently,
 * the author's words stay and theirs wait beside them. What the author had sent is no change of anybody else's.
 */
export function meet(book: Book, response: ReadableResponse): Book {
  const stored = fieldsOf(response.words);
  const edits = new Map<FieldKey, Edit>();
  for (const [key, edit] of book.edits) {
    const now = stored.get(key) ?? '';
    const sentAt = edit.sent.indexOf(now);
    if (now === edit.value) {
      continue;
    }
    if (now === edit.theirs) {
      edits.set(key, edit);
    } else if (now === edit.base) {
      edits.set(key, { value: edit.value, base: edit.base, sent: edit.sent });
    } else if (sentAt !== -1) {
      edits.set(key, { value: edit.value, base: now, sent: edit.sent.slice(sentAt + 1) });
    } else {
      edits.set(key, { ...edit, theirs: now });
    }
  }
  return bookOf(response, edits, stored);
}

/** Whether something is written that can be stored: fields that wait for a choice stay as somebody else has stored them. */
export function isDirty({ edits }: Book): boolean {
  return [...edits.values()].some(({ theirs }) => theirs === undefined);
}

/** The draft to send, and the book that knows it was sent. */
export function send(book: Book): { readonly draft: PanelDraft; readonly book: Book } {
  const { round, version, open, questions } = book.response;
  const fields = new Map(book.stored);
  const edits = new Map(book.edits);
  for (const [key, edit] of book.edits) {
    if (edit.theirs === undefined) {
      fields.set(key, edit.value);
      edits.set(key, { ...edit, sent: [...edit.sent.filter((text) => text !== edit.value), edit.value] });
    }
  }
  const words = wordsOf(fields, { findings: open, questions: questions.map(({ id }) => id) });
  return { draft: { round, version, words }, book: { ...book, edits } };
}

/** The fields that two have written differently, in the order in which that came to light. */
export function conflictsOf({ edits }: Book): readonly FieldKey[] {
  return [...edits].flatMap(([key, { theirs }]) => (theirs === undefined ? [] : [key]));
}

/** The author's words are to stand in these fields. */
export function keepMine(book: Book, keys: readonly FieldKey[]): Book {
  const edits = new Map(book.edits);
  for (const key of keys) {
    const edit = edits.get(key);
    if (edit?.theirs !== undefined) {
      edits.set(key, { value: edit.value, base: edit.theirs, sent: [] });
    }
  }
  return bookOf(book.response, edits, book.stored);
}

/** What somebody else has stored is to stand in these fields. */
export function takeTheirs(book: Book, keys: readonly FieldKey[]): Book {
  const edits = new Map([...book.edits].filter(([key]) => !keys.includes(key)));
  return bookOf(book.response, edits, book.stored);
}

function bookOf(
  response: ReadableResponse,
  edits: ReadonlyMap<FieldKey, Edit>,
  stored: Fields = fieldsOf(response.words),
): Book {
  const fields = new Map(stored);
  for (const [key, { value }] of edits) {
    fields.set(key, value);
  }
  return { response, stored, edits, fields };
}

/** Reads edits back that an earlier page kept; whatever has another shape is left out. */
export function readKept(saved: unknown): KeptEdits | undefined {
  if (!isRecord(saved) || typeof saved['round'] !== 'number' || !Array.isArray(saved['edits'])) {
    return undefined;
  }
  const edits: unknown[] = saved['edits'];
  return { round: saved['round'], edits: edits.flatMap((entry) => (isEntry(entry) ? [entry] : [])) };
}

function isEntry(entry: unknown): entry is readonly [FieldKey, Edit] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') {
    return false;
  }
  const edit: unknown = entry[1];
  return (
    isRecord(edit) &&
    typeof edit['value'] === 'string' &&
    typeof edit['base'] === 'string' &&
    Array.isArray(edit['sent']) &&
    edit['sent'].every((text) => typeof text === 'string') &&
    ['undefined', 'string'].includes(typeof edit['theirs'])
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
