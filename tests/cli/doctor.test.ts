import { describe, expect, test } from 'vitest';
import { runAssay } from './run-assay.ts';

interface Doctor {
  exitCode: number;
  ready: boolean;
  problems: number;
  checks: { id: string; status: string; found: string; fix: string | null }[];
}

describe('assay doctor', () => {
  test('starts the engine for real on this machine, and gives every problem with what mends it', async () => {
    const { exitCode, stdout } = await runAssay(['doctor', '--json']);
    const doctor = JSON.parse(stdout) as Doctor;
    expect(doctor.exitCode).toBe(exitCode);
    expect(exitCode).toBe(doctor.ready ? 0 : 3);
    expect(doctor.problems).toBe(doctor.checks.filter(({ status }) => status === 'problem').length);
    for (const { id, status, fix } of doctor.checks) {
      if (status === 'problem' || status === 'warning') expect(fix, id).toMatch(/\S/);
    }
    const engine = doctor.checks.find(({ id }) => id === 'engine on cpu');
    expect(engine).toMatchObject({ status: 'ok', found: expect.stringContaining('node-llama-cpp') as string });
  });

  test('is not ready where the results folder cannot be written', async () => {
    const { exitCode, stdout } = await runAssay(['doctor', '--json', '--results', '/dev/null/results']);
    const doctor = JSON.parse(stdout) as Doctor;
    expect(exitCode).toBe(3);
    expect(doctor.checks.find(({ id }) => id === 'results')).toMatchObject({
      status: 'problem',
      fix: expect.stringContaining('--results') as string,
    });
  });
});
