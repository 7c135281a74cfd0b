import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The state of the machine at one moment; a member is `null` where the system does not tell. */
export interface DeviceReading {
  /** Hottest thermal zone, degrees Celsius. */
  temperatureC: number | null;
  /** Mean over the processor's cores. */
  clockMhz: number | null;
  /** Counter of the processor packages, joules since some beginning; only differences mean anything. */
  energyJoules: number | null;
  gpus: GpuReading[];
}

export interface GpuReading {
  temperatureC: number | null;
  clockMhz: number | null;
  powerWatts: number | null;
  memoryBytes: number | null;
}

/** The system's files, apart from the system. */
export interface SystemFiles {
  list(folder: string): string[];
  read(path: string): string | null;
}

const THERMAL = '/sys/class/thermal';
const CPUS = '/sys/devices/system/cpu';
const POWERCAP = '/sys/class/powercap';

/** Temperature, clock and energy of the processor, from the files that Linux has for them. */
export function readProcessor(files: SystemFiles = SYSTEM): Omit<DeviceReading, 'gpus'> {
  const numbers = (folder: string, names: RegExp, file: string): number[] =>
    files
      .list(folder)
      .filter((name) => names.test(name))
      .flatMap((name) => {
        const text = files.read(join(folder, name, file))?.trim() ?? '';
        return /^-?\d+$/.test(text) ? [Number(text)] : [];
      });
  const temperatures = numbers(THERMAL, /^thermal_zone\d+$/, 'temp');
  const clocks = numbers(CPUS, /^cpu\d+$/, 'cpufreq/scaling_cur_freq').map((kilohertz) => kilohertz / 1000);
  const known = clocks.length > 0 ? clocks : readClocks(files.read('/proc/cpuinfo') ?? '');
  // Packages only: their parts (core, uncore) are counted in them.
  const energies = numbers(POWERCAP, /^intel-rapl:\d+$/, 'energy_uj');
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    temperatureC: temperatures.length === 0 ? null : Math.max(...temperatures) / 1000,
    clockMhz: known.length === 0 ? null : Math.round(sum(known) / known.length),
    energyJoules: energies.length === 0 ? null : sum(energies) / 1e6,
  };
}

/** The same with NVIDIA GPUs, where `withGpus` says that there are any. */
export async function readDevice(withGpus: boolean): Promise<DeviceReading> {
  const processor = readProcessor();
  if (!withGpus) return { ...processor, gpus: [] };
  const query = ['--query-gpu=temperature.gpu,clocks.sm,power.draw,memory.used', '--format=csv,noheader,nounits'];
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 10_000 });
    return { ...processor, gpus: parseGpus(stdout) };
  } catch {
    // No such driver: other GPUs tell nothing here.
    return { ...processor, gpus: [] };
  }
}

/** `degrees, MHz, watts, MiB` lines; what a driver does not know it prints as `[N/A]`. */
export function parseGpus(text: string): GpuReading[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [temperatureC = null, clockMhz = null, powerWatts = null, mebibytes = null] = line
        .split(',')
        .map((part) => (/^-?[\d.]+$/.test(part.trim()) ? Number(part) : null));
      return { temperatureC, clockMhz, powerWatts, memoryBytes: mebibytes === null ? null : mebibytes * 1024 ** 2 };
    });
}

function readClocks(cpuInfo: string): number[] {
  return [...cpuInfo.matchAll(/^cpu MHz\s*:\s*([\d.]+)$/gm)].map(([, megahertz]) => Number(megahertz));
}

const SYSTEM: SystemFiles = {
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  },
};
