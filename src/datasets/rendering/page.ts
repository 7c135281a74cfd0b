import type { HeaderField, LineField } from '../../invoices/fields.ts';
import type { FaceName } from './font-metrics.ts';

/** Which value of the truth a piece of text prints. */
export type FieldMark = HeaderField | { line: number; cell: LineField };

/** A piece of a run: plain words, or the printed form of one value. */
export interface Segment {
  text: string;
  mark?: FieldMark;
}

/** Text on one baseline in one face. Points; origin top left; `y` is the baseline. */
export interface Run {
  x: number;
  y: number;
  width: number;
  size: number;
  bold: boolean;
  /** Hex colour, e.g. `#333333`. */
  color: string;
  segments: readonly Segment[];
  text: string;
  align: 'left' | 'right' | 'center';
  /** Runs of one block are read together. */
  block: number;
}

export type Shape =
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; width: number; color: string; dash?: boolean }
  | { kind: 'rect'; x: number; y: number; width: number; height: number; fill?: string; stroke?: string }
  | { kind: 'disc'; x: number; y: number; radius: number; fill: string };

/** One page: the only source of its text, its PDF, its boxes and its spans. */
export interface Page {
  /** Points. */
  width: number;
  height: number;
  face: FaceName;
  shapes: Shape[];
  runs: Run[];
}
