/** Where progress is drawn: standard error, or anything that takes text. */
export interface ProgressStream {
  write(text: string): unknown;
  columns?: number | undefined;
}

export interface ProgressOptions {
  stream: ProgressStream;
  /** A terminal gets one line that is redrawn; anything else gets plain lines, a few seconds apart. */
  isTty: boolean;
  /** Milliseconds on any clock that only goes forward. */
  now: () => number;
}

/** Shows how far the running part is. One part runs at a time: starting another finishes the one before. */
export interface Progress {
  /** `done` items were there already, e.g. from an interrupted run: they do not count for the rate. */
  start(total: number, label: string, done?: number): void;
  advance(items: number, note?: string): void;
  finish(): void;
  /** A line of its own that stays. */
  note(line: string): void;
}

interface Part {
  label: string;
  total: number;
  done: number;
  doneBefore: number;
  startedMs: number;
  drawnMs: number;
  note: string;
}

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 5_000;
const CLEAR_LINE = '\r\u001B[2K';

export function createProgress({ stream, isTty, now }: ProgressOptions): Progress {
  let part: Part | undefined;
  const draw = (ended: boolean): void => {
    if (part === undefined) return;
    part.drawnMs = now();
    const state = { ...part, elapsedMs: part.drawnMs - part.startedMs, ended };
    if (!isTty) stream.write(`${renderPlainLine(state)}\n`);
    else stream.write(`${CLEAR_LINE}${renderBarLine(state, stream.columns ?? 80)}${ended ? '\n' : ''}`);
  };
  const finish = (): void => {
    draw(true);
    part = undefined;
  };
  return {
    start(total, label, done = 0) {
      finish();
      const startedMs = now();
      part = { label, total, done, doneBefore: done, startedMs, drawnMs: startedMs, note: '' };
      if (isTty) draw(false);
    },
    advance(items, note) {
      if (part === undefined) return;
      part.done += items;
      part.note = note ?? part.note;
      if (now() - part.drawnMs >= (isTty ? REDRAW_MS : PLAIN_LINE_MS)) draw(false);
    },
    finish,
    note(line) {
      stream.write(`${isTty && part !== undefined ? CLEAR_LINE : ''}${line}\n`);
      if (isTty) draw(false);
    },
  };
}

/** How far a part is. `elapsedMs` since it was started here, while `doneBefore` items were done already. */
export interface ProgressState {
  label: string;
  total: number;
  done: number;
  doneBefore: number;
  elapsedMs: number;
  note: string;
  ended: boolean;
}

/** `Q8_0  [########--------]  200/400  41/s  5 s left  note`, cut to the width of the terminal. */
export function renderBarLine(state: ProgressState, columns: number): string {
  const share = state.total === 0 ? 1 : Math.min(1, state.done / state.total);
  const filled = Math.round(share * 16);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(16 - filled)}]`;
  // The last column stays free: a full line would wrap and could not be redrawn.
  return join([state.label, bar, ...measuresOf(state)]).slice(0, Math.max(1, columns - 1));
}

/** `Q8_0  200/400  41/s  5 s left  note`. */
export function renderPlainLine(state: ProgressState): string {
  return join([state.label, ...measuresOf(state)]);
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 07 min`. */
export function renderDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes} min ${String(rest).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

function measuresOf({ total, done, doneBefore, elapsedMs, note, ended }: ProgressState): string[] {
  const perSecond = elapsedMs > 0 ? ((done - doneBefore) * 1000) / elapsedMs : 0;
  const rate = perSecond > 0 ? `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s` : '';
  const left = perSecond > 0 && done < total ? `${renderDuration(((total - done) / perSecond) * 1000)} left` : '';
  return [`${done}/${total}`, rate, ended ? `in ${renderDuration(elapsedMs)}` : left, note];
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}
