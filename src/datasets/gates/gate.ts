import type { GroundTruth } from '../../invoices/truth.ts';
import type { SyntheticInvoice } from '../synthesis/v2/generate.ts';

/** A document under test: a synthetic one also brings its ledger and pages. */
export interface CheckedDocument {
  text: string;
  truth: GroundTruth;
  synthetic: SyntheticInvoice | null;
  /** Other forms of a generated document that lie in a folder; each is read when its gate asks for it. */
  stored?: { layout(): Promise<string | null>; pdf(): Promise<Uint8Array | null> };
}

/** What one gate found. `skipped` says why it was not checked: never a silent pass. */
export interface GateResult {
  gate: string;
  result: 'pass' | 'fail' | 'skipped';
  checked: number;
  failed: number;
  /** What one unit of `checked` is. */
  of: string;
  /** First findings, or why it was skipped. */
  notes: string[];
  /** What was measured, where a gate compares measurements. */
  measured?: Record<string, number>[];
}

const LONGEST_LIST = 5;

/** Counts what a gate checks and keeps its first findings. */
export class GateTally {
  private checked = 0;
  private failed = 0;
  private readonly notes: string[] = [];
  private readonly gate: string;
  private readonly of: string;

  constructor(gate: string, of: string) {
    this.gate = gate;
    this.of = of;
  }

  /** One thing checked; `fault` is what was wrong with it, or `null`. */
  add(fault: string | null): void {
    this.checked += 1;
    if (fault === null) return;
    this.failed += 1;
    if (this.notes.length < LONGEST_LIST) this.notes.push(fault);
  }

  result(whenEmpty: string): GateResult {
    const { gate, checked, failed, of } = this;
    if (checked === 0) return { gate, result: 'skipped', checked, failed, of, notes: [whenEmpty] };
    return { gate, result: failed === 0 ? 'pass' : 'fail', checked, failed, of, notes: [...this.notes] };
  }
}
