/** A JSON value that keeps what `JSON.parse` loses: the printed digits of numbers, and repeated keys. */
export type JsonNode =
  | { kind: 'string' | 'number' | 'literal'; text: string }
  | { kind: 'array'; items: JsonNode[]; source: string }
  | JsonObject;

export interface JsonObject {
  kind: 'object';
  /** In the order of the text, repeated keys included. */
  members: [key: string, value: JsonNode][];
  source: string;
}

const MAX_DEPTH = 64;
// oxlint-disable-next-line no-control-regex -- JSON forbids raw control characters in strings
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

// UTF-16 units, since comparing them is far faster than comparing texts.
const [TAB, LINE_FEED, RETURN, SPACE, FIRST_PRINTABLE] = [9, 10, 13, 32, 32];
const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** Reads strict JSON (RFC 8259), at most 64 levels deep; `null` when the text is anything else. */
export function readJson(text: string): JsonNode | null {
  const reader = new Reader(text);
  const value = reader.value(0);
  return value !== null && reader.atEnd() ? value : null;
}

/** As {@link readJson}, for texts that must be an object. */
export function readJsonObject(text: string): JsonObject | null {
  const value = readJson(text);
  return value?.kind === 'object' ? value : null;
}

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): JsonNode | null {
    this.skipSpace();
    const start = this.at;
    if (depth > MAX_DEPTH) return null;
    switch (this.text.charCodeAt(start)) {
      case OPEN_OBJECT:
        return this.object(depth, start);
      case OPEN_ARRAY:
        return this.array(depth, start);
      case QUOTE: {
        const text = this.string();
        return text === null ? null : { kind: 'string', text };
      }
      default: {
        const literal = this.match(LITERAL);
        if (literal !== null) return { kind: 'literal', text: literal };
        const number = this.match(NUMBER);
        return number === null ? null : { kind: 'number', text: number };
      }
    }
  }

  atEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  private object(depth: number, start: number): JsonNode | null {
    const members: [string, JsonNode][] = [];
    this.at += 1;
    if (!this.take(CLOSE_OBJECT)) {
      do {
        this.skipSpace();
        const key = this.string();
        if (key === null || !this.take(COLON)) return null;
        const value = this.value(depth + 1);
        if (value === null) return null;
        members.push([key, value]);
      } while (this.take(COMMA));
      if (!this.take(CLOSE_OBJECT)) return null;
    }
    return { kind: 'object', members, source: this.text.slice(start, this.at) };
  }

  private array(depth: number, start: number): JsonNode | null {
    const items: JsonNode[] = [];
    this.at += 1;
    if (!this.take(CLOSE_ARRAY)) {
      do {
        const value = this.value(depth + 1);
        if (value === null) return null;
        items.push(value);
      } while (this.take(COMMA));
      if (!this.take(CLOSE_ARRAY)) return null;
    }
    return { kind: 'array', items, source: this.text.slice(start, this.at) };
  }

  private string(): string | null {
    const { text, at } = this;
    if (text.charCodeAt(at) !== QUOTE) return null;
    for (let end = at + 1; end < text.length; end += 1) {
      const unit = text.charCodeAt(end);
      if (unit === QUOTE) {
        this.at = end + 1;
        return text.slice(at + 1, end);
      }
      if (unit < FIRST_PRINTABLE) return null;
      if (unit === BACKSLASH) break;
    }
    const quoted = this.match(STRING);
    return quoted === null ? null : (JSON.parse(quoted) as string);
  }

  private take(unit: number): boolean {
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== unit) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== SPACE && unit !== LINE_FEED && unit !== RETURN && unit !== TAB) return;
      this.at += 1;
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }
}
