/** Asks `read` when its answer is first wanted, and never again. */
export function once<T>(read: () => T): () => T {
  let answer: { readonly value: T } | undefined;
  return () => (answer ??= { value: read() }).value;
}
