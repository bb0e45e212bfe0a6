#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';
import { compiledFolderOf } from './userFolders.ts';

// A check takes less time than its code takes to be compiled, so that what Node.js has compiled is kept for the next run, by this
// user alone. Node.js 20 has no such thing, and where nothing can be written it goes on without.
const folder = compiledFolderOf(process.env);
if (folder !== undefined && 'enableCompileCache' in module) {
  module.enableCompileCache(folder);
}
await import('./main.ts');
