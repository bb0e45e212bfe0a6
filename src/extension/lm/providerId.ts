/** The id of the editor's own language models among the providers. */
export const EDITOR_MODELS = 'vscode-lm';
