import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRepository, repositoryAt, type TestRepository } from './testRepository.ts';

/** Settings that name programs. `%` stands for one that leaves a marker. */
const PROGRAMS: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', '%'],
  ['core.hooksPath', 'hooks'],
  ['core.sshCommand', '%'],
  ['core.pager', '%'],
  ['core.editor', '%'],
  ['core.askPass', '%'],
  ['core.gitProxy', '%'],
  ['core.alternateRefsCommand', '%'],
  ['credential.helper', '!%'],
  ['diff.external', '%'],
  ['diff.evil.textconv', '%'],
  ['diff.evil.command', '%'],
  ['filter.evil.clean', '%'],
  ['filter.evil.smudge', '%'],
  ['filter.evil.process', '%'],
  ['gpg.program', '%'],
  ['log.showSignature', 'true'],
  ['pager.ls-files', '%'],
  ['pager.rev-parse', '%'],
  ['alias.rev-parse', '!%'],
  ['alias.ls-files', '!%'],
  ['remote.origin.url', 'ext::%'],
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialclonefilter', 'blob:none'],
  ['remote.origin.uploadpack', '%'],
  ['extensions.partialClone', 'origin'],
  ['core.repositoryFormatVersion', '1'],
  ['protocol.allow', 'always'],
  ['protocol.ext.allow', 'always'],
  ['protocol.file.allow', 'always'],
  ['submodule.recurse', 'true'],
];

/** A repository whose every program leaves a marker, and that lacks a blob that its server has promised. */
export async function hostileRepository(folder: string): Promise<{
  readonly repository: TestRepository;
  readonly marker: string;
  readonly missing: string;
}> {
  const origin = await createRepository(join(folder, 'origin'));
  await origin.write('a.txt', 'a');
  await origin.write('.gitattributes', '* diff=evil filter=evil\n');
  origin.commit('one');
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const root = join(folder, 'hostile');
  origin.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${origin.root}`, root);
  const repository = repositoryAt(root);
  const missing = origin.git('rev-parse', 'HEAD:a.txt');
  await repository.write('a.txt', 'changed');

  const marker = join(folder, 'marker');
  const program = join(folder, 'program');
  await writeFile(program, `#!/bin/sh\n: > "${marker}"\nexit 1\n`);
  await chmod(program, 0o755);
  for (const name of await readdir(join(root, '.git/hooks'))) {
    await rm(join(root, '.git/hooks', name));
  }
  await mkdir(join(root, 'hooks'));
  for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout', 'fsmonitor-watchman']) {
    for (const place of ['.git/hooks', 'hooks']) {
      await writeFile(join(root, place, hook), `#!/bin/sh\n: > "${marker}"\n`);
      await chmod(join(root, place, hook), 0o755);
    }
  }
  for (const [name, value] of PROGRAMS) {
    repository.git('config', name, value.replace('%', program));
  }
  await rm(marker, { force: true });
  return { repository, marker, missing };
}
