import { join } from 'node:path';
import { readJournal } from './journal.ts';
import { RUN_FILES } from './run-folder.ts';

/** What the events of a run tell of its machine; a member is `null` where the system does not say. */
export interface RunReadings {
  /** Milliseconds that each load of a model took, by variant, in their order. */
  loadMs: Record<string, number[]>;
  /** Over all sittings of the run; `null` where none was ended properly. */
  device: {
    readings: number;
    maxTemperatureC: number | null;
    minClockMhz: number | null;
    maxClockMhz: number | null;
    /** Of the processor packages, from the first reading to the last; `null` where there is no counter, or it wrapped. */
    energyJoules: number | null;
    maxGpuTemperatureC: number | null;
    /** Mean of all GPUs' power over the readings, added up over GPUs. */
    meanGpuWatts: number | null;
  } | null;
}

type Device = NonNullable<RunReadings['device']>;

/** Reads the readings of a run from its events, which carry no result: events that cannot be read count as none. */
export async function loadRunReadings(folder: string): Promise<RunReadings> {
  const loadMs = new Map<string, number[]>();
  let device: Device | null = null;
  try {
    for await (const value of readJournal(join(folder, RUN_FILES.events))) {
      const event = Object(value) as { kind?: unknown; variant?: unknown; loadMs?: unknown };
      if (event.kind === 'worker-ready' && typeof event.variant === 'string' && typeof event.loadMs === 'number') {
        // A worker whose answers all came from the cache loaded nothing.
        if (event.loadMs > 0) loadMs.set(event.variant, [...(loadMs.get(event.variant) ?? []), event.loadMs]);
      } else if (event.kind === 'device-summary') device = combine(device, event as Partial<Device>);
    }
  } catch {
    // A broken line hides those after it, and no more.
  }
  return { loadMs: Object.fromEntries(loadMs), device };
}

/** Two sittings as one. Power is weighted by the readings that it was taken from. */
function combine(before: Device | null, now: Partial<Device>): Device {
  const of = (member: keyof Device): number[] =>
    [before?.[member], now[member]].flatMap((value) => (typeof value === 'number' ? value : []));
  const most = (member: keyof Device): number | null => (of(member).length === 0 ? null : Math.max(...of(member)));
  const sum = (member: keyof Device): number | null =>
    of(member).length === 0 ? null : of(member).reduce((total, value) => total + value, 0);
  const clocks = of('minClockMhz');
  const [earlier, later] = [before?.meanGpuWatts, now.meanGpuWatts];
  const [weight, added] = [before?.readings ?? 0, now.readings ?? 0];
  const watts =
    typeof earlier === 'number' && typeof later === 'number'
      ? (earlier * weight + later * added) / (weight + added)
      : (later ?? earlier ?? null);
  return {
    readings: weight + added,
    maxTemperatureC: most('maxTemperatureC'),
    minClockMhz: clocks.length === 0 ? null : Math.min(...clocks),
    maxClockMhz: most('maxClockMhz'),
    energyJoules: sum('energyJoules'),
    maxGpuTemperatureC: most('maxGpuTemperatureC'),
    meanGpuWatts: watts,
  };
}
