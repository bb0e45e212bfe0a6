import type { ModelErrorCode } from '../../domain/modelError.ts';

/** What an error says to the person who asked. */
export interface Sentences {
  readonly message: string;
  readonly wayOut: string;
}

/** What the sentences are about. */
export interface Subject {
  readonly model: string;
  /** The endpoint's origin. */
  readonly origin: string;
  readonly status: number | undefined;
  /** The provider's own words, or none. */
  readonly said: string;
}

/** The sentence and the way out for each thing that can happen to a request to this provider. */
export function sentences(code: ModelErrorCode, subject: Subject): Sentences {
  const { model, origin, status } = subject;
  const said = subject.said === '' ? '.' : `: ${subject.said}`;
  const withStatus = status === undefined ? '' : ` (${status})`;
  switch (code) {
    case 'model-auth':
      return {
        message: `${origin} does not accept the key${withStatus}${said}`,
        wayOut: 'Set a valid key for the Anthropic provider, or ANTHROPIC_API_KEY on the command line.',
      };
    case 'model-quota':
      return {
        message: `The account at ${origin} has no credit left or has reached its spending limit${withStatus}${said}`,
        wayOut: 'Raise the limit or add credit in the console of the provider, or choose another provider.',
      };
    case 'model-rate-limited':
      return {
        message: `${origin} has had too many requests or tokens for now${withStatus}${said}`,
        wayOut: 'Wait a little and resume, or ask fewer reviewers at a time.',
      };
    case 'model-overloaded':
      return {
        message: `${origin} is overloaded${withStatus}${said}`,
        wayOut: 'Wait a little and resume, or choose another model.',
      };
    case 'model-network':
      return {
        message: `The connection to ${origin} failed${said}`,
        wayOut: 'Check the network, the proxy and the base URL, then resume.',
      };
    case 'model-inactive':
      return {
        message: `${origin} did not answer in time.`,
        wayOut: 'Wait a little and resume.',
      };
    case 'model-incomplete':
      return {
        message: `The answer of ${model} was cut before its end${said}`,
        wayOut: 'Resume: the reviewer is asked again.',
      };
    case 'model-refused':
      return {
        message: `${model} declined to answer${said}`,
        wayOut: 'Choose another model for this reviewer, or look at what the plan asks for.',
      };
    case 'model-truncated':
      return {
        message: `The answer of ${model} was longer than it may be.`,
        wayOut: 'Choose a lower effort or another model for this reviewer, or review a shorter plan.',
      };
    case 'model-too-long':
      return {
        message: `The plan and its prompt are longer than ${model} can read${withStatus}${said}`,
        wayOut: 'Choose a model with a larger window, or split the plan.',
      };
    case 'model-request':
      return status === 404
        ? {
            message: `${origin} has no model "${model}", or does not speak the Messages API (404)${said}`,
            wayOut: 'Check the name of the model and the base URL.',
          }
        : {
            message: `${origin} refused the request for ${model}${withStatus}${said}`,
            wayOut: 'Check the name of the model and the base URL.',
          };
    case 'model-server':
    case 'model-unavailable':
    case 'model-budget':
    case 'model-deadline':
      return {
        message: `${origin} failed to answer${withStatus}${said}`,
        wayOut: 'Wait a little and resume, or choose another provider.',
      };
  }
}
