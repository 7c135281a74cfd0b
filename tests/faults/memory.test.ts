import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeExperiment } from '../support/experiment.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const folder = makeTemporaryFolder();
const experiment = join(folder.path, 'small.yaml');
// Wide enough that the key-value cache takes most of the memory: what else a process takes differs by megabytes from start to start.
const WIDTH = 16;
afterAll(() => folder.remove());

/** Runs Node under a limit of its data segment, and gives what it printed. The limit holds for every process that it starts. */
async function limited(kibibytes: number, args: string[]): Promise<{ code: number | null; stdout: string }> {
  const child = spawn('sh', ['-c', `ulimit -d ${kibibytes}; exec "$0" "$@"`, process.execPath, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout };
}

interface Plan {
  predictedBytes: number;
  freeBytes: number;
}

/** What a worker of this width is planned to take, and what the limit leaves it. */
async function planUnder(kibibytes: number): Promise<Plan> {
  const question = {
    modelPath: path('models/assay-extract-f16.gguf'),
    contextTokens: 1024,
    kvCacheType: 'F16',
    gpu: false,
    reserveBytes: 0,
    cap: WIDTH,
  };
  const code = `import { planWidth } from ${JSON.stringify(path('dist/runtimes/llama/plan-width.js'))};
    console.log(JSON.stringify(await planWidth(${JSON.stringify(question)})));`;
  const { stdout } = await limited(kibibytes, ['--input-type=module', '-e', code]);
  return JSON.parse(stdout) as Plan;
}

describe.skipIf(process.platform !== 'linux')('a run with too little memory', { timeout: 300_000 }, () => {
  let ownKibibytes = 0;
  let plan: Plan = { predictedBytes: 0, freeBytes: 0 };
  beforeAll(async () => {
    writeExperiment(folder.path, { documents: 2 * WIDTH, quantizations: ['F16'] });
    const ample = 700_000;
    plan = await planUnder(ample);
    ownKibibytes = ample - plan.freeBytes / 1024;
  }, 300_000);

  const runWith = async (share: number) => {
    const kibibytes = Math.floor(ownKibibytes + (share * plan.predictedBytes) / 1024);
    const results = join(folder.path, `results-${share}`);
    const args = [
      path('dist/main.js'),
      'run',
      experiment,
      '--width',
      `${WIDTH}`,
      '--results',
      results,
      '--no-cache',
      '--json',
    ];
    const { code, stdout } = await limited(kibibytes, args);
    const said = JSON.parse(stdout) as {
      status?: string;
      variants?: { documents: number; failures: number; batch: { width: number } }[];
      error?: { code: string; hint: string };
    };
    return { code, ...said };
  };

  test.each([
    [1.2, WIDTH],
    [0.8, WIDTH - 1],
    [0.65, WIDTH - 4],
    [0.5, WIDTH / 2],
  ])('with %f of what was planned: narrower batches, and complete', async (share, mostWide) => {
    const { code, status, variants } = await runWith(share);
    expect({ code, status }).toEqual({ code: 0, status: 'complete' });
    expect(variants?.[0]).toMatchObject({ documents: 2 * WIDTH, failures: 0 });
    expect(variants?.[0]?.batch.width).toBeLessThanOrEqual(mostWide);
  });

  test('with less than the model takes for one document: exit 3 with what to do', async () => {
    const { code, error } = await runWith(0.2);
    expect({ code, error: error?.code }).toEqual({ code: 3, error: 'MEMORY_TOO_SMALL' });
    expect(error?.hint).toContain('smaller quantization');
  });
});
