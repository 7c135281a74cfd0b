import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environmentError, usageError } from '../../core/errors.ts';
import { makeFolder } from '../../core/make-folder.ts';
import { findHolder } from '../../records/run-folder.ts';
import type { RunShelf } from '../live/run-shelf.ts';

/** How the command line is called: program and first arguments, e.g. node and the script. */
export interface CommandLine {
  program: string;
  args: readonly string[];
  cwd: string;
}

/** A run that was started here, as far as it has come. */
export interface Launch {
  state: 'starting' | 'running' | 'ended';
  /** `null` until the run's folder is there. */
  runId: string | null;
  exitCode: number | null;
  /** The end of what it said. */
  log: string;
}

interface Started {
  child: ChildProcess;
  log: string;
  out: string;
}

/** Inside the results folder: no run, since it has no manifest. */
const FOLDER = '.serve';
const LOG_CHARACTERS = 4000;

/** Starts runs as processes of their own, which live on when the dashboard ends, and knows what became of them. */
export class Launcher {
  private readonly command: CommandLine;
  private readonly shelf: RunShelf;
  private readonly started = new Map<string, Started>();

  constructor(command: CommandLine, shelf: RunShelf) {
    this.command = command;
    this.shelf = shelf;
  }

  /** Starts `assay run FILE`; the id tells about it. */
  async start(experiment: string): Promise<string> {
    const id = randomUUID();
    const folder = join(this.shelf.results, FOLDER);
    await makeFolder(folder);
    const [log, out] = [join(folder, `${id}.log`), join(folder, `${id}.json`)];
    const [logFile, outFile] = [await open(log, 'w'), await open(out, 'w')];
    try {
      const child = this.spawn(['run', experiment, '--results', this.shelf.results, '--json'], [logFile, outFile]);
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', reject);
      });
      child.unref();
      this.started.set(id, { child, log, out });
      return id;
    } finally {
      await logFile.close();
      await outFile.close();
    }
  }

  async follow(id: string): Promise<Launch> {
    const started = this.started.get(id);
    if (started === undefined) throw usageError('LAUNCH_UNKNOWN', 'nothing was started under this id');
    const { child, log, out } = started;
    const said = (await readFile(log, 'utf8').catch(() => '')).slice(-LOG_CHARACTERS);
    const ended = child.exitCode !== null || child.signalCode !== null;
    const runId = ended ? runIdOf(await readFile(out, 'utf8').catch(() => '')) : await this.runOf(child.pid);
    return {
      state: ended ? 'ended' : runId === null ? 'starting' : 'running',
      runId,
      exitCode: child.exitCode,
      log: said,
    };
  }

  /** Runs `assay plan FILE` to its end and gives its document, that of its error included. */
  async plan(experiment: string): Promise<unknown> {
    const child = this.spawn(['plan', experiment, '--results', this.shelf.results, '--json'], null);
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
    try {
      return JSON.parse(text);
    } catch {
      throw environmentError('PLAN_FAILED', '`assay plan` gave no answer', `run \`assay plan ${experiment}\``);
    }
  }

  private spawn(args: readonly string[], files: [log: FileHandle, out: FileHandle] | null): ChildProcess {
    const { program, args: first, cwd } = this.command;
    return spawn(program, [...first, ...args], {
      cwd,
      detached: files !== null,
      stdio: files === null ? ['ignore', 'pipe', 'ignore'] : ['ignore', files[1].fd, files[0].fd],
    });
  }

  private async runOf(pid: number | undefined): Promise<string | null> {
    for (const id of await this.shelf.list()) {
      if (pid !== undefined && (await findHolder(join(this.shelf.results, id))) === pid) return id;
    }
    return null;
  }
}

function runIdOf(text: string): string | null {
  try {
    const { runId } = Object(JSON.parse(text)) as { runId?: unknown };
    return typeof runId === 'string' ? runId : null;
  } catch {
    return null;
  }
}
