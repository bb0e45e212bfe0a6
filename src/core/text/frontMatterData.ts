import { parse } from 'yaml';
import { parseFrontMatter } from './frontMatter.ts';

/** A document that opens with data: the data as YAML has it, and the text behind it. */
export interface DocumentWithData {
  readonly data: unknown;
  readonly body: string;
  /** Why the data could not be read, if it could not; `data` is then undefined. */
  readonly problem: string | undefined;
}

/** Reads the front matter of a document as a value. Undefined where there is none. Never throws. */
export function frontMatterData(text: string): DocumentWithData | undefined {
  const frontMatter = parseFrontMatter(text);
  if (frontMatter === undefined) {
    return undefined;
  }
  const lines = text.split(/\r\n|\r|\n/);
  const body = lines.slice(frontMatter.endLine).join('\n').trim();
  try {
    const data: unknown = parse(lines.slice(1, frontMatter.endLine - 1).join('\n'), { logLevel: 'silent' });
    return { data, body, problem: undefined };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { data: undefined, body, problem: message.split('\n', 1)[0] };
  }
}
