import type { RunReadings } from '../../records/run-readings.ts';
import { type DeviceReading, readDevice } from './read-device.ts';

const EVERY_MS = 30_000;

/** What the readings of a run come to: the last line of its events that speaks of them. */
export type DeviceSummary = { kind: 'device-summary' } & NonNullable<RunReadings['device']>;

/** Reads the machine's state now, every half minute and at the end, and hands each reading on as an event. */
export async function watchDevice(
  withGpus: boolean,
  onEvent: (event: object) => Promise<void>,
  read: (withGpus: boolean) => Promise<DeviceReading> = readDevice,
): Promise<AsyncDisposable> {
  const readings: DeviceReading[] = [];
  const take = async (): Promise<void> => {
    const reading = await read(withGpus);
    readings.push(reading);
    await onEvent({ kind: 'device', ...reading });
  };
  await take();
  // A reading that cannot be written says so when the journal is closed; none must end the run.
  const timer = setInterval(() => void take().catch(() => undefined), EVERY_MS);
  timer.unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      try {
        await take();
        await onEvent(summariseReadings(readings));
      } catch {
        // The run's own error, such as a full disk, is the one to be told.
      }
    },
  };
}

export function summariseReadings(readings: readonly DeviceReading[]): DeviceSummary {
  const known = (value: (reading: DeviceReading) => number | null): number[] =>
    readings.flatMap((reading) => value(reading) ?? []);
  const most = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.max(...values));
  const clocks = known(({ clockMhz }) => clockMhz);
  const energies = known(({ energyJoules }) => energyJoules);
  const spent = (energies.at(-1) ?? 0) - (energies[0] ?? 0);
  const watts = readings.flatMap(({ gpus }) => {
    const powers = gpus.flatMap(({ powerWatts }) => powerWatts ?? []);
    return powers.length === 0 ? [] : [powers.reduce((sum, power) => sum + power, 0)];
  });
  return {
    kind: 'device-summary',
    readings: readings.length,
    maxTemperatureC: most(known(({ temperatureC }) => temperatureC)),
    minClockMhz: clocks.length === 0 ? null : Math.min(...clocks),
    maxClockMhz: most(clocks),
    energyJoules: energies.length < 2 || spent < 0 ? null : Math.round(spent * 10) / 10,
    maxGpuTemperatureC: most(readings.flatMap(({ gpus }) => gpus.flatMap(({ temperatureC }) => temperatureC ?? []))),
    meanGpuWatts: watts.length === 0 ? null : watts.reduce((sum, power) => sum + power, 0) / watts.length,
  };
}
