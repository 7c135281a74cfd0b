/** The stages of a trial in the order in which a document passes them. */
export const TIMED_STAGES = [
  'render',
  'load',
  'ocr',
  'chunk',
  'prompt',
  'infer',
  'parse',
  'normalise',
  'validate',
  'score',
] as const;
export type TimedStage = (typeof TIMED_STAGES)[number];

/** Milliseconds by stage; a stage that did not run has none. */
export type StageTimes = Readonly<Partial<Record<TimedStage, number>>>;

/** Adds up how long one document was in each stage: wall time of this process, which a stage that waits for nothing has to itself. */
export class StageClock {
  private readonly ms: Partial<Record<TimedStage, number>>;

  /** Goes on from what another clock measured. */
  constructor(before: StageTimes = {}) {
    this.ms = { ...before };
  }

  time<T>(stage: TimedStage, work: () => T): T {
    const startedMs = performance.now();
    const result = work();
    this.add(stage, performance.now() - startedMs);
    return result;
  }

  async timeAsync<T>(stage: TimedStage, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await work();
    this.add(stage, performance.now() - startedMs);
    return result;
  }

  /** To the microsecond: more is beyond what a wall clock says. */
  times(): StageTimes {
    const times = { ...this.ms };
    for (const stage in times) times[stage as TimedStage] = Math.round((times[stage as TimedStage] ?? 0) * 1000) / 1000;
    return times;
  }

  private add(stage: TimedStage, ms: number): void {
    this.ms[stage] = (this.ms[stage] ?? 0) + ms;
  }
}

/** Does the work of a stage, on a clock where there is one. */
export function timed<T>(clock: StageClock | undefined, stage: TimedStage, work: () => T): T {
  return clock === undefined ? work() : clock.time(stage, work);
}
