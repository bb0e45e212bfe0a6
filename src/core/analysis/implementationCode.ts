/** So many lines of code are an example; more of them, where they are most of what is said, are an implementation. */
const exampleLines = 5;

/**
 * Whether what a reviewer wrote is an implementation rather than a review (seed 001: "do NOT write implementation code"):
 * code in fences that is longer than an example and makes up most of the text.
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
      code += fence === undefined ? 0 : 1;
      prose += fence === undefined ? 1 : 0;
    }
  }
  return code > exampleLines && code > prose;
}
