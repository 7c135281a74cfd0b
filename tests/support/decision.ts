import type { DecisionSpec } from '../../src/spec/spec.ts';

/** Non-inferiority of field accuracy within two points: the decision of tests that need any. */
export const decision: DecisionSpec = {
  question: 'non-inferiority',
  metric: 'fieldAccuracy',
  margin: 0.02,
  brokenMargin: 0.02,
  alpha: 0.05,
  order: 'declared',
};
