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
const SPACE = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids raw control characters in strings
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;

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
    this.match(SPACE);
    const start = this.at;
    const character = this.text[start];
    if (depth > MAX_DEPTH) return null;
    if (character === '{') return this.object(depth, start);
    if (character === '[') return this.array(depth, start);
    if (character === '"') {
      const text = this.string();
      return text === null ? null : { kind: 'string', text };
    }
    const literal = this.match(LITERAL);
    if (literal !== null) return { kind: 'literal', text: literal };
    const number = this.match(NUMBER);
    return number === null ? null : { kind: 'number', text: number };
  }

  atEnd(): boolean {
    this.match(SPACE);
    return this.at === this.text.length;
  }

  private object(depth: number, start: number): JsonNode | null {
    const members: [string, JsonNode][] = [];
    this.at += 1;
    if (!this.take('}')) {
      do {
        this.match(SPACE);
        const key = this.string();
        if (key === null || !this.take(':')) return null;
        const value = this.value(depth + 1);
        if (value === null) return null;
        members.push([key, value]);
      } while (this.take(','));
      if (!this.take('}')) return null;
    }
    return { kind: 'object', members, source: this.text.slice(start, this.at) };
  }

  private array(depth: number, start: number): JsonNode | null {
    const items: JsonNode[] = [];
    this.at += 1;
    if (!this.take(']')) {
      do {
        const value = this.value(depth + 1);
        if (value === null) return null;
        items.push(value);
      } while (this.take(','));
      if (!this.take(']')) return null;
    }
    return { kind: 'array', items, source: this.text.slice(start, this.at) };
  }

  private string(): string | null {
    const quoted = this.match(STRING);
    if (quoted === null) return null;
    return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  }

  private take(character: string): boolean {
    this.match(SPACE);
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }
}
