/** So many characters of texts are kept for one question. */
const mostCharacters = 8_000_000;

/**
 * Remembers what a file's text was read as, for as long as the file has that text. Whoever checks many plans asks about each
 * of them again for every other one. The answer must rest on the path and the text alone.
 */
export function oncePerText<T>(read: (path: string, text: string) => T): (path: string, text: string) => T {
  const known = new Map<string, { readonly text: string; readonly answer: T }>();
  let size = 0;
  const forget = (path: string): void => {
    size -= known.get(path)?.text.length ?? 0;
    known.delete(path);
  };
  return (path, text) => {
    const before = known.get(path);
    if (before?.text === text) {
      return before.answer;
    }
    forget(path);
    const answer = read(path, text);
    known.set(path, { text, answer });
    size += text.length;
    for (const oldest of known.keys()) {
      if (size <= mostCharacters) {
        break;
      }
      forget(oldest);
    }
    return answer;
  };
}
