/**
 * Takes a plan's round to its end, and is killed on the way: `node killedRound.ts <root> <url> <step> <kill|kill-half>`.
 * Without a step it says how many there are.
 */
import process from 'node:process';
import { engineAt, finishRound } from './finishRound.ts';

const [root = '', url = '', at, fault] = process.argv.slice(2);
const { deps, ops } = engineAt(
  root,
  url,
  at === undefined ? {} : { at: Number(at), fault: fault === 'kill-half' ? 'kill-half' : 'kill' },
);
await finishRound(deps);
process.stdout.write(JSON.stringify(ops.steps));
