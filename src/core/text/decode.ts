/** A plan's bytes as text, or why they are none. */
export type Decoded =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: 'binary' | 'utf-16' }
  | { readonly ok: false; readonly problem: 'invalid-utf8'; readonly line: number };

const lineFeed = 0x0a;

/**
 * Decodes UTF-8. A byte order mark is dropped, so that offsets count as editors count them; line ends are kept.
 */
export function decodePlan(bytes: Uint8Array): Decoded {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { ok: false, problem: 'utf-16' };
  }
  if (bytes.includes(0)) {
    return { ok: false, problem: 'binary' };
  }
  const text = decodeStrictly(bytes);
  return text === undefined
    ? { ok: false, problem: 'invalid-utf8', line: firstBadLine(bytes) }
    : { ok: true, text };
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The number of the first line that is not UTF-8. A line feed is never part of a longer UTF-8 sequence. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < bytes.length) {
    const feed = bytes.indexOf(lineFeed, start);
    const end = feed === -1 ? bytes.length : feed + 1;
    if (decodeStrictly(bytes.subarray(start, end)) === undefined) {
      return line;
    }
    start = end;
    line += 1;
  }
  return line;
}
