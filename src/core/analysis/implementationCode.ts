/** So many lines of code are an example; more of them, where they are most of what is said, are an implementation. */
const exampleLines = 5;

/**
 * Whether what a reviewer wrote is an implementation rather than a review (seed 001: "do NOT write implementation code"):
 * code, in fences or bare, that is longer than an example and makes up most of the text.
 */
export function isImplementation(text: string): boolean {
  let fence: string | undefined;
  let code = 0;
  let prose = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
    } else if (line.trim() !== '') {
      const isCode = fence !== undefined || looksLikeCode(line);
      code += isCode ? 1 : 0;
      prose += isCode ? 0 : 1;
    }
  }
  return code > exampleLines && code > prose;
}

/** Bare code: a statement, a declaration, or a line of brackets; what people write ends otherwise, or is an item of a list. */
function looksLikeCode(line: string): boolean {
  const text = line.trim().slice(0, 400);
  if (/^(?:[-*+]|\d+[.)])\s/.test(text)) {
    return false;
  }
  return (
    /^[)\]}]+[;,]?$/.test(text) ||
    /[=(].*;$/.test(text) ||
    /[)\w>]\s*\{$|=>\s*[({]$/.test(text) ||
    /^(?:export |async |public |private |static )*(?:const|let|var|function|class|interface|def|fn|func|import|from)\s.*[;:{(=,)'"]$/.test(
      text,
    )
  );
}
