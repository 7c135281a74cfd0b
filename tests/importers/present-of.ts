import { expect } from 'vitest';
import type { GroundTruth } from '../../src/invoices/truth.ts';

/** Values of what is present; everything else must be unknown, since the public sets label nothing as absent. */
export function presentOf(truth: GroundTruth | undefined): Record<string, string | null> {
  const fields = Object.entries(truth?.fields ?? {});
  expect(fields.filter(([, { state }]) => state === 'absent')).toEqual([]);
  return Object.fromEntries(
    fields.filter(([, { state }]) => state === 'present').map(([name, { value }]) => [name, value]),
  );
}
