import path from 'node:path';

/** The repository's folder. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../../..');

/** Where downloaded and generated parts of the tests are kept. Git and the packager ignore it. */
export const testCache = path.join(repositoryRoot, '.vscode-test');
