#!/usr/bin/env node
import { runCli } from './cli/run-cli.ts';
import { EXIT } from './core/errors.ts';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
  interrupt.abort();
});

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe may leave early, as `head` does: no reason to stop a run.
    if (error.code !== 'EPIPE') throw error;
  });
}

// The exit code is set and not forced, so that pipes are emptied first.
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  env: process.env,
  signal: interrupt.signal,
  now: () => performance.now(),
});
