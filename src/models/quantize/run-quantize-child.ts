import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseQuantizeReply, type QuantizeReply, type QuantizeRequest } from './quantize-request.ts';

/** How the quantizing process ended. */
export interface ChildResult {
  /** `undefined` when it ended without a word: killed, crashed, aborted. */
  reply: QuantizeReply | undefined;
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** Last lines of its log, oldest first. */
  lastLines: string[];
}

const keptLines = 12;

/** Runs `script` in a Node process of its own, hands it the request, and waits for its end. Never rejects for what happens inside it. */
export async function runQuantizeChild(
  script: string,
  request: QuantizeRequest,
  onLine: (line: string) => void = () => {},
): Promise<ChildResult> {
  const child = fork(script, [], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A crash must end at once; llama.cpp would start a debugger for its backtrace.
    env: { ...process.env, GGML_NO_BACKTRACE: '1' },
  });
  const stopChild = (): void => void child.kill('SIGKILL');
  process.once('exit', stopChild);
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      if (line.trim() === '') return;
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      onLine(line);
    });
  }
  let reply: QuantizeReply | undefined;
  child.on('message', (message) => {
    reply = parseQuantizeReply(message);
  });
  try {
    return await new Promise<ChildResult>((resolve) => {
      child.once('error', (error) => {
        resolve({ reply, exitCode: null, signal: null, lastLines: [...lastLines, error.message] });
      });
      child.once('close', (exitCode, signal) => {
        resolve({ reply, exitCode, signal, lastLines });
      });
      // A child that died at once closes the channel first; its end is reported by `close`.
      child.send(request, () => {});
    });
  } finally {
    process.removeListener('exit', stopChild);
  }
}
