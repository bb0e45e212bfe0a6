import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Pace } from './pace.ts';

test('a stream of requests is served while it lasts, and the last one always', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let runs = 0;
    const pace = new Pace(100, () => {
      runs += 1;
    });
    for (let time = 0; time < 1000; time += 10) {
      pace.ask();
      mock.timers.tick(10);
    }
    assert.equal(runs, 10);
    pace.ask();
    assert.equal(runs, 10);
    mock.timers.tick(100);
    assert.equal(runs, 11);
    mock.timers.tick(1000);
    assert.equal(runs, 11);
    pace.ask();
    pace.dispose();
    mock.timers.tick(1000);
    assert.equal(runs, 11);
  } finally {
    mock.timers.reset();
  }
});
