/** The Markdown files of one folder, each of which defines something. */
export interface MarkdownFiles {
  /** Their texts, by the path that messages call them, in the order of the paths. Empty where there is no folder. */
  read(): Promise<ReadonlyMap<string, string>>;
}
