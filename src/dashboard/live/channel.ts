import type { ServerResponse } from 'node:http';

const KEEP_ALIVE_MS = 15_000;

/**
 * One source of news for any number of listeners (server-sent events). It is asked at an interval only while somebody
 * listens, and its answer is made once for all of them; what has not changed is not sent again.
 */
export class Channel {
  private readonly listeners = new Set<ServerResponse>();
  private readonly load: () => Promise<unknown>;
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private last = '';
  private sentMs = 0;

  constructor(load: () => Promise<unknown>, intervalMs: number) {
    this.load = load;
    this.intervalMs = intervalMs;
  }

  get size(): number {
    return this.listeners.size;
  }

  /** Takes over a response whose headers are sent, until its connection ends. */
  join(response: ServerResponse): void {
    this.listeners.add(response);
    response.on('close', () => this.leave(response));
    if (this.last !== '' && this.timer !== undefined) response.write(this.last);
    if (this.timer === undefined) void this.look();
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const response of this.listeners) response.end();
    this.listeners.clear();
  }

  private leave(response: ServerResponse): void {
    this.listeners.delete(response);
    if (this.listeners.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.last = '';
  }

  private async look(): Promise<void> {
    // Set first: a listener that joins while the source is being asked must not ask it a second time.
    this.timer = setTimeout(() => void this.look(), this.intervalMs);
    const message = await this.message();
    const nowMs = Date.now();
    if (message !== this.last) this.send(message, nowMs);
    else if (nowMs - this.sentMs > KEEP_ALIVE_MS) this.send(': still here\n\n', nowMs);
    if (message !== '') this.last = message;
  }

  private async message(): Promise<string> {
    try {
      return `data: ${JSON.stringify(await this.load())}\n\n`;
    } catch {
      // The run may have been deleted, or is being written this moment: the next look says more.
      return this.last;
    }
  }

  private send(message: string, nowMs: number): void {
    this.sentMs = nowMs;
    for (const response of this.listeners) {
      // A listener that does not read would pile up in memory: it misses this news and gets the next.
      if (response.writableLength < 1 << 20) response.write(message);
    }
  }
}
