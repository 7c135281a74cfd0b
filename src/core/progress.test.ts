import { describe, expect, test } from 'vitest';
import { createProgress, renderBarLine, renderDuration, renderPlainLine } from './progress.ts';

function watch(isTty: boolean) {
  const written: string[] = [];
  const clock = { ms: 0 };
  const stream = { write: (text: string) => written.push(text), columns: 70 };
  return { written, clock, progress: createProgress({ stream, isTty, now: () => clock.ms }) };
}

describe('createProgress', () => {
  test('redraws one line on a terminal, at most ten times a second', () => {
    const { written, clock, progress } = watch(true);
    progress.start(400, 'Q8_0');
    for (let i = 0; i < 100; i += 1) {
      clock.ms += 10;
      progress.advance(1);
    }
    expect(written).toHaveLength(11);
    expect(written.at(-1)).toBe('\r\u001B[2KQ8_0  [####------------]  100/400  100/s  3.0 s left');
    progress.finish();
    expect(written.at(-1)).toBe('\r\u001B[2KQ8_0  [####------------]  100/400  100/s  in 1.0 s\n');
  });

  test('writes plain lines elsewhere, every few seconds and at the end', () => {
    const { written, clock, progress } = watch(false);
    progress.start(20, 'F16');
    for (let i = 0; i < 12; i += 1) {
      clock.ms += 1000;
      progress.advance(1, `cohort ${i}`);
    }
    progress.finish();
    expect(written).toEqual([
      'F16  5/20  1.0/s  15 s left  cohort 4\n',
      'F16  10/20  1.0/s  10 s left  cohort 9\n',
      'F16  12/20  1.0/s  in 12 s  cohort 11\n',
    ]);
  });

  test('keeps a note above the line that is redrawn', () => {
    const { written, progress } = watch(true);
    progress.start(2, 'F16');
    progress.note('worker 1 was restarted');
    expect(written.slice(1)).toEqual([
      '\r\u001B[2Kworker 1 was restarted\n',
      '\r\u001B[2KF16  [----------------]  0/2',
    ]);
  });

  test('finishes a part when the next one starts, and nothing twice', () => {
    const { written, progress } = watch(false);
    progress.start(1, 'F16');
    progress.advance(1);
    progress.start(1, 'Q8_0');
    progress.finish();
    progress.finish();
    expect(written).toEqual(['F16  1/1  in 0.0 s\n', 'Q8_0  0/1  in 0.0 s\n']);
  });
});

describe('the lines', () => {
  const state = { label: 'Q8_0', total: 400, done: 300, doneBefore: 200, elapsedMs: 10_000, note: '', ended: false };

  test('leave what was done before out of the rate', () => {
    expect(renderPlainLine(state)).toBe('Q8_0  300/400  10/s  10 s left');
  });

  test('stay one column short of the terminal', () => {
    expect(renderBarLine({ ...state, note: 'x'.repeat(200) }, 60)).toHaveLength(59);
  });

  test('show a part without items as full', () => {
    expect(renderBarLine({ ...state, total: 0, done: 0, doneBefore: 0 }, 80)).toBe('Q8_0  [################]  0/0');
  });

  test.each([
    [400, '0.4 s'],
    [9_960, '10 s'],
    [59_600, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_620_000, '2 h 07 min'],
  ])('say %d ms as %s', (durationMs, text) => {
    expect(renderDuration(durationMs)).toBe(text);
  });
});
