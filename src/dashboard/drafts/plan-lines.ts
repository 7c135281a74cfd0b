import { bytesText, counted, countText, percentText, secondsText } from '../../report/number-text.ts';

/** The parts of `assay plan --json` that the form shows. */
interface PlanDocument {
  trials: number;
  documents: number;
  variants: { id: string; missing: boolean }[];
  decision: { margin: number; floor: number | null; smallestMargin: number | null };
  pilot: { runId: string } | null;
  cost: {
    seconds: number | null;
    memoryBytes: number;
    cacheBytes: number;
    resultsBytes: number | null;
    freeMemoryBytes: number;
  };
  error?: { code: string; message: string; hint: string | null };
}

export interface PlanLines {
  lines: { label: string; text: string }[];
  /** What speaks against starting it as it is. */
  warnings: string[];
}

/** What a plan says about cost and power, for people. */
export function renderPlanLines(value: unknown): PlanLines {
  const { trials, documents, variants, decision, pilot, cost } = value as PlanDocument;
  const made = variants.filter(({ missing }) => missing).map(({ id }) => id);
  const { floor, smallestMargin, margin } = decision;
  const lines = [
    { label: 'Trials', text: `${countText(trials)} (${variants.length} × ${counted(documents, 'document')})` },
    {
      label: 'Time',
      text:
        cost.seconds === null
          ? 'not known: no earlier run of this name on this machine tells the speed'
          : `about ${secondsText(cost.seconds)} of decoding, by ${pilot?.runId ?? 'an earlier run'}`,
    },
    {
      label: 'Memory',
      text: `${bytesText(cost.memoryBytes)} of ${bytesText(cost.freeMemoryBytes)} that are free`,
    },
    {
      label: 'Disk',
      text: `${cost.cacheBytes === 0 ? 'no quantization to make' : `${bytesText(cost.cacheBytes)} for ${made.join(', ')}, made once`}${cost.resultsBytes === null ? '' : `; ${bytesText(cost.resultsBytes)} of results`}`,
    },
    {
      label: 'Smallest margin',
      text:
        smallestMargin === null
          ? 'none: fewer than 30 documents certify nothing'
          : `${percentText(smallestMargin)} points, when not one document fails`,
    },
  ];
  const warnings: string[] = [];
  if (floor !== null && documents < floor) {
    warnings.push(
      `A margin of ${percentText(margin)} points needs at least ${counted(floor, 'document')}: with ${countText(documents)} nothing can be called safe.`,
    );
  }
  if (cost.memoryBytes > cost.freeMemoryBytes) warnings.push('It needs more memory than is free.');
  return { lines, warnings };
}
