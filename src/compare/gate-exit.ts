import { EXIT, type ExitCode } from '../core/errors.ts';
import type { Verdict } from '../statistics/verdict.ts';

const CODES: Record<Verdict, ExitCode> = {
  WORSE: EXIT.gateFailed,
  NOT_MEASURED: EXIT.nothingMeasured,
  INCOMPARABLE: EXIT.incomparable,
  CANNOT_TELL: EXIT.cannotResolve,
  TOO_FEW: EXIT.cannotResolve,
  SAFE: EXIT.done,
  BETTER: EXIT.done,
};

/**
 * The exit code of a gate over several comparisons: the first of these that any of them has. A shown regression counts
 * above everything; a gate passes only when every comparison is SAFE or BETTER. Without any comparison nothing was
 * measured.
 */
export function gateExit(verdicts: readonly Verdict[]): ExitCode {
  const order = Object.keys(CODES) as Verdict[];
  const worst = order.find((verdict) => verdicts.includes(verdict));
  return worst === undefined ? EXIT.nothingMeasured : CODES[worst];
}
