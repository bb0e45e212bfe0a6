/** Takes bytes as they come, and gives out lines. */
export interface LineReader {
  /** False where a line grew longer than allowed: from then on nothing is given out. */
  add(chunk: Uint8Array): boolean;
  /** Gives out what came behind the last line end. */
  end(): void;
}

/**
 * Cuts a stream of UTF-8 into lines, wherever its chunks end. Empty lines are left out. `mostCharacters` is how long a
 * line may be, in UTF-16 units.
 */
export function createLineReader(onLine: (line: string) => void, mostCharacters: number): LineReader {
  const decoder = new TextDecoder();
  /** The pieces of the line that has not ended yet. */
  let pieces: string[] = [];
  let length = 0;
  let isTooLong = false;

  const endLine = (): void => {
    const line = pieces.join('').replace(/\r$/, '');
    pieces = [];
    length = 0;
    if (line !== '') {
      onLine(line);
    }
  };
  const take = (text: string): void => {
    const [first = '', ...others] = text.split('\n');
    keep(first);
    for (const piece of others) {
      if (isTooLong) {
        return;
      }
      endLine();
      keep(piece);
    }
  };
  const keep = (piece: string): void => {
    length += piece.length;
    isTooLong ||= length > mostCharacters;
    if (!isTooLong && piece !== '') {
      pieces.push(piece);
    }
  };

  return {
    add: (chunk) => {
      if (!isTooLong) {
        take(decoder.decode(chunk, { stream: true }));
      }
      return !isTooLong;
    },
    end: () => {
      if (!isTooLong) {
        take(decoder.decode());
        endLine();
      }
    },
  };
}
