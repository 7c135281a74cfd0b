import { describe, expect, test } from 'vitest';
import { type DeviceReading, parseGpus, readProcessor, type SystemFiles } from './read-device.ts';
import { summariseReadings, watchDevice } from './watch-device.ts';

function filesOf(contents: Record<string, string>): SystemFiles {
  return {
    read: (path) => contents[path] ?? null,
    list: (folder) => {
      const inside = Object.keys(contents).filter((path) => path.startsWith(`${folder}/`));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''))];
    },
  };
}

describe('readings of the processor', () => {
  test('are the hottest zone, the mean clock and the packages of the energy counter', () => {
    const files = filesOf({
      '/sys/class/thermal/thermal_zone0/temp': '41000\n',
      '/sys/class/thermal/thermal_zone1/temp': '67500\n',
      '/sys/class/thermal/cooling_device0/temp': '99000\n',
      '/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq': '3000000\n',
      '/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq': '3500000\n',
      '/sys/class/powercap/intel-rapl:0/energy_uj': '5000000\n',
      '/sys/class/powercap/intel-rapl:0:0/energy_uj': '4000000\n',
    });
    expect(readProcessor(files)).toEqual({ temperatureC: 67.5, clockMhz: 3250, energyJoules: 5 });
  });

  test('take the clock from the processor list where there is no frequency driver, and nothing where nothing is told', () => {
    const files = filesOf({ '/proc/cpuinfo': 'cpu MHz\t\t: 2400.5\nflags : x\ncpu MHz : 2600.5\n' });
    expect(readProcessor(files)).toEqual({ temperatureC: null, clockMhz: 2501, energyJoules: null });
    expect(readProcessor(filesOf({}))).toEqual({ temperatureC: null, clockMhz: null, energyJoules: null });
  });
});

test('readings of GPUs leave open what a driver does not know', () => {
  expect(parseGpus('61, 1980, 312.5, 2048\n44, [N/A], [N/A], 0\n')).toEqual([
    { temperatureC: 61, clockMhz: 1980, powerWatts: 312.5, memoryBytes: 2048 * 1024 ** 2 },
    { temperatureC: 44, clockMhz: null, powerWatts: null, memoryBytes: 0 },
  ]);
});

describe('the summary of readings', () => {
  const reading = (energyJoules: number, clockMhz: number): DeviceReading => ({
    temperatureC: 50,
    clockMhz,
    energyJoules,
    gpus: [],
  });

  test('counts energy from the first to the last reading, unless the counter wrapped', () => {
    expect(summariseReadings([reading(10, 3000), reading(70.26, 2000)])).toMatchObject({
      energyJoules: 60.3,
      minClockMhz: 2000,
      maxClockMhz: 3000,
    });
    expect(summariseReadings([reading(70, 1), reading(3, 1)]).energyJoules).toBeNull();
  });

  test('is written after a first and a last reading', async () => {
    const events: object[] = [];
    const keep = async (event: object): Promise<void> => void events.push(event);
    await (await watchDevice(false, keep, async () => reading(events.length, 1)))[Symbol.asyncDispose]();
    expect(events.map((event) => (event as { kind: string }).kind)).toEqual(['device', 'device', 'device-summary']);
    expect(events.at(-1)).toMatchObject({ readings: 2, energyJoules: 1 });
  });
});
