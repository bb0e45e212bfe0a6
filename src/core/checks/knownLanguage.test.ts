import assert from 'node:assert/strict';
import test from 'node:test';
import { isKnownLanguage } from './knownLanguage.ts';

test('a plan in English is known, in prose and in lists, and so is one of a few words', () => {
  assert.ok(isKnownLanguage('Modify `src/a.ts`.'));
  assert.ok(
    isKnownLanguage('The worker retries a failed delivery and gives up after the last of five.\n'.repeat(9)),
  );
  const tasks =
    '- [ ] T001 Add counter\n- [ ] T002 Wire counter into worker\n- [ ] T003 Update test of the queue\n';
  assert.ok(isKnownLanguage(tasks.repeat(9)));
});

test('one in another language or script is not, whatever code it holds', () => {
  const code = '```ts\n// the worker is in the queue and it is not to be changed\n```\n';
  assert.ok(
    !isKnownLanguage(
      `El trabajador reintenta cada entrega fallida y abandona tras cinco.\n${code}`.repeat(9),
    ),
  );
  assert.ok(!isKnownLanguage('任务：创建文件并更新队列。Add `src/a.ts`\n'));
  assert.ok(!isKnownLanguage('Изменить файл очереди и добавить повтор доставки.\n'));
});
