/** What is said of a file that comes to be, and what of one that is there; the last of them before a name decides. */
const said =
  /(?<made>\b(?:creat|add(?:s|ed|ing)?\b|new\b|introduc|build(?:s|ing)?\b|implement|writ|scaffold|generat|outputs?\b|produc|author(?:s|ed|ing)?\b|propos|artifacts?\b|deliver|TDD red\b|(?:extract|split|mov|renam|copi?|port)\w*\b[^\n]{0,80}?\b(?:in)?to\b)|→|->)|\b(?:modif|updat|edit|chang|extend|refactor|delet|remov|replac|fix|patch|exist|current|see\b|read\b|import|refer|follow|mirror|reus)/gi;

/** What is said behind a name that comes to be. */
const saidBehind = /^[^\n]{0,80}?(?:\(\s*(?:new|create|to be created)\b|[—–:|-]\s*\**(?:new|create)\b)/i;

/** Keys of front matter that tell what the file will give which is named in the line above. */
const promised = /^[^\n]*\n\s*(?:provides|exports|contains|min_lines|creates)\s*:/;

/** So much of a line before a name and behind it is read, and so many places of a name are looked at. */
const around = 160;
const mostPlaces = 20;

/**
 * Whether a plan says anywhere that it makes what it calls `name`: in its words, and also in what is no running text (front matter,
 * HTML, code), where plans for assistants say most of what is to be done. What stands between `start` and `end` is the
 * mention that is asked about, which was judged by its own words.
 */
export function isMadeInText(
  text: string,
  name: string,
  { start, end }: { start: number; end: number },
): boolean {
  let at = text.indexOf(name);
  for (let seen = 0; at !== -1 && seen < mostPlaces; seen += 1) {
    const isOwn = at >= start && at < end;
    if (!isOwn && isWhole(text, at, name.length) && isMadeAt(text, at)) {
      return true;
    }
    at = text.indexOf(name, at + name.length);
  }
  return false;
}

function isWhole(text: string, at: number, length: number): boolean {
  return !/[\w-]/.test(text[at - 1] ?? ' ') && !/[\w-]/.test(text[at + length] ?? ' ');
}

function isMadeAt(text: string, at: number): boolean {
  const line = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - around), at);
  const behind = text.slice(at, at + around);
  return (
    [...line.matchAll(said)].at(-1)?.groups?.['made'] !== undefined ||
    saidBehind.test(behind) ||
    promised.test(behind)
  );
}
