import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runAssay } from './run-assay.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

describe('assay', () => {
  test('prints its help, and nothing on standard error', async () => {
    const result = await runAssay(['--help']);
    expect(result).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('Usage: assay') });
  });

  test('spends less than 300 ms of processor time on its help', async () => {
    // Time on the wall would measure whatever else the machine does.
    const meter = 'process.on("exit",()=>{const{user,system}=process.cpuUsage();console.error((user+system)/1000)})';
    const { stderr } = await runAssay(['--help'], { nodeOptions: ['--import', `data:text/javascript,${meter}`] });
    expect(Number(stderr)).toBeGreaterThan(0);
    expect(Number(stderr)).toBeLessThan(300);
  });

  test('prints the version of its package', async () => {
    expect(await runAssay(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
    const { stdout } = await runAssay(['--version', '--json']);
    expect(JSON.parse(stdout)).toEqual({ schemaVersion: 1, exitCode: 0, version });
  });

  test('prints help as a JSON document when asked for one', async () => {
    const { stdout } = await runAssay(['models', '--help', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, help: expect.stringContaining('Usage: assay models') });
  });

  test('without a command prints help for people and exits with 2', async () => {
    const { exitCode, stdout, stderr } = await runAssay([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: assay');
    expect(stderr).toContain('error USAGE_NO_COMMAND');
  });

  test.each([
    [['modles'], 'error USAGE_UNKNOWN_COMMAND assay has no command "modles"', 'hint  did you mean `models`?'],
    [
      ['models', 'lsit'],
      'error USAGE_UNKNOWN_COMMAND assay models has no command "lsit"',
      'hint  did you mean `list`?',
    ],
    [['models', 'list', '--jsno'], 'error USAGE_UNKNOWN_OPTION assay models list has no option "--jsno"', '`--json`?'],
    [['models', 'inspect'], "missing required argument 'file'", 'hint  run `assay models inspect --help`'],
    [['models', 'list', 'x'], 'too many arguments', 'hint  run `assay models list --help`'],
    [['models', 'quantize', 'x.gguf', '--to', 'Q8_0', '--threads', '0'], 'a whole number from 1', 'hint  '],
  ])('exits with 2 on a mistake in the command line: %j', async (args, message, hint) => {
    const { exitCode, stdout, stderr } = await runAssay(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test.each([
    [['modles', '--json'], 2, 'USAGE_UNKNOWN_COMMAND'],
    [['--json'], 2, 'USAGE_NO_COMMAND'],
    [['models', 'inspect', 'nowhere.gguf', '--json'], 3, 'MODEL_FILE_MISSING'],
    [['models', 'inspect', 'package.json', '--json'], 3, 'MODEL_NOT_GGUF'],
  ])('prints exactly one JSON document for an error: %j', async (args, exitCode, code) => {
    const result = await runAssay(args);
    expect(result.exitCode).toBe(exitCode);
    expect(JSON.parse(result.stdout)).toEqual({
      schemaVersion: 1,
      exitCode,
      error: { code, message: expect.any(String), hint: expect.any(String) },
    });
  });
});
