import assert from 'node:assert/strict';
import { ModelError } from '../../../src/core/domain/modelError.ts';

/** The error that a request to a model ends with, which has to be one of the provider's. */
export async function failureOf(running: Promise<unknown>): Promise<ModelError> {
  const error = await running.then(
    (value) => assert.fail(`it has answered: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ModelError, String(error));
  return error;
}
