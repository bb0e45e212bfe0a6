#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import { compiledFolderOf } from './userFolders.ts';

// To load the code takes longer than a check, so that what Node.js has compiled of it is kept for the next run, among this user's
// own files. Node.js 20 has no such thing, and where nothing can be written it goes on without.
const folder = compiledFolderOf(process.env);
if (folder !== undefined && 'enableCompileCache' in module) {
  module.enableCompileCache(folder);
}
await import('./main.ts');
