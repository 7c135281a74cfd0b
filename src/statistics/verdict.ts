/** In the order of their precedence. */
export const VERDICTS = ['NOT_MEASURED', 'INCOMPARABLE', 'WORSE', 'TOO_FEW', 'SAFE', 'BETTER', 'CANNOT_TELL'] as const;

export type Verdict = (typeof VERDICTS)[number];
