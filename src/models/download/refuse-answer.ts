import { type AssayError, environmentError, usageError } from '../../core/errors.ts';

export interface Refusal {
  status: number;
  /** What was asked for, as the user wrote it. */
  what: string;
  host: string;
  /** Whether a token was sent. */
  withToken: boolean;
}

/** The error of an answer that trying again does not mend. */
export function refuseAnswer({ status, what, host, withToken }: Refusal): AssayError {
  if (status === 401 || status === 403) {
    return environmentError(
      'MODEL_PULL_REFUSED',
      `${what}: ${host} answers ${status}: the repository is private or gated, or does not exist${withToken ? '; HF_TOKEN was sent' : ''}`,
      withToken
        ? 'Accept the licence on the page of the model, and check that HF_TOKEN may read it'
        : 'Set HF_TOKEN to a token that may read it, and accept the licence on the page of the model',
    );
  }
  if (status === 404) {
    return usageError(
      'MODEL_PULL_NOT_FOUND',
      `${what}: ${host} answers 404: no such repository, revision or file`,
      'check owner, repository and file on the hub; upper and lower case count',
    );
  }
  return environmentError(
    'MODEL_PULL_FAILED',
    `${what}: ${host} answers ${status}`,
    'Try again later, or download the file otherwise and run assay models add FILE',
  );
}
