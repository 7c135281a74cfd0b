/** An answer in the notation of Donut, as JSON. */
export interface TaggedAnswer {
  json: string;
  /** What had to be put right. */
  repairs: string[];
  /** A tag was never closed: what follows was not reached. */
  cut: boolean;
}

type Node = string | Node[] | { members: [key: string, value: Node][] };

interface Open {
  key: string;
  /** What stands in it so far, divided by `<sep/>`. */
  parts: Part[];
}

interface Part {
  members: [key: string, value: Node][];
  text: string;
}

const LOOKS_TAGGED = /^\s*<s_[^<>\s]+>|<\/s_[^<>\s]+>\s*$/;
const PIECES = /<(\/?)s_([^<>\s]+)>|<sep\s*\/>|[^<]+|</g;

/**
 * Reads the notation in which Donut and its kin write objects: `<s_total>9,90</s_total>` is a member, `<sep/>` divides the items of a
 * list. Fields of an object inside the object stand beside those around it, since answers are flat; what stands under one of
 * `lists` is a list even where it has one item. Members of the same key are kept, in their order. Gives `null` for a text that
 * neither begins nor ends with such a tag; never throws.
 */
export function readTags(text: string, lists: readonly string[] = []): TaggedAnswer | null {
  if (!LOOKS_TAGGED.test(text)) return null;
  const reader = new TagReader(lists);
  for (const [piece, slash, key] of text.matchAll(PIECES)) {
    if (key === undefined) {
      if (/^<sep\s*\/>$/.test(piece)) reader.divide();
      else reader.write(piece);
    } else if (slash === '/') reader.close(key);
    else reader.open(key);
  }
  return reader.end();
}

/** No document is nested so deep; a model that repeats itself may be. */
const MOST_LEVELS = 64;

class TagReader {
  private readonly lists: readonly string[];
  private readonly repairs: string[] = [];
  private readonly stack: Open[] = [{ key: '', parts: [{ members: [], text: '' }] }];
  private cut = false;

  constructor(lists: readonly string[]) {
    this.lists = lists;
  }

  open(key: string): void {
    if (this.stack.length > MOST_LEVELS) {
      if (!this.repairs.includes('deep nesting removed')) this.repairs.push('deep nesting removed');
      return;
    }
    this.stack.push({ key, parts: [{ members: [], text: '' }] });
  }

  write(text: string): void {
    this.part().text += text;
  }

  divide(): void {
    this.top().parts.push({ members: [], text: '' });
  }

  close(key: string): void {
    const depth = this.stack.findLastIndex((open, place) => place > 0 && open.key === key);
    if (depth > 0) {
      while (this.stack.length - 1 > depth) {
        this.repairs.push(`<s_${this.top().key}> closed`);
        this.leave();
      }
      this.leave();
      return;
    }
    const part = this.part();
    if (part.members.length === 0 && part.text.trim() !== '') {
      // A question that ends with the opening tag is answered with what comes before the closing one.
      part.members.push([key, part.text.trim()]);
      part.text = '';
      this.repairs.push(`<s_${key}> opened`);
    } else this.repairs.push(`</s_${key}> dropped`);
  }

  end(): TaggedAnswer {
    while (this.stack.length > 1) {
      const { key, parts } = this.top();
      const last = parts.at(-1);
      // The value at which an answer breaks off is not what it was going to be.
      const bare = !this.cut && last !== undefined && last.members.length === 0;
      if (bare) {
        this.repairs.push('cut-off value dropped');
        parts.pop();
      } else this.repairs.push(`<s_${key}> closed`);
      this.cut = true;
      if (parts.length === 0) this.stack.pop();
      else this.leave();
    }
    const root = this.nodeOf(this.top());
    const members = typeof root === 'string' || Array.isArray(root) ? [] : root.members;
    return { json: printObject(members), repairs: this.repairs, cut: this.cut };
  }

  private leave(): void {
    const open = this.stack.pop() as Open;
    this.part().members.push([open.key, this.nodeOf(open)]);
  }

  private nodeOf({ key, parts }: Open): Node {
    const nodes = parts.map(({ members, text }): Node => {
      if (members.length === 0) return text.trim();
      if (text.trim() !== '') this.repairs.push('text between the tags removed');
      return { members: members.flatMap(lift) };
    });
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined && (typeof only === 'string' || !this.lists.includes(key)))
      return only;
    // The root has no key: its parts are one object after the other.
    if (key === '')
      return { members: nodes.flatMap((node) => (typeof node === 'object' && 'members' in node ? node.members : [])) };
    return nodes;
  }

  private top(): Open {
    return this.stack.at(-1) as Open;
  }

  private part(): Part {
    return this.top().parts.at(-1) as Part;
  }
}

function lift([key, value]: [string, Node]): [string, Node][] {
  return typeof value === 'object' && 'members' in value ? value.members : [[key, value]];
}

function printObject(members: readonly [string, Node][]): string {
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${printNode(value)}`).join(',')}}`;
}

function printNode(node: Node): string {
  if (typeof node === 'string') return JSON.stringify(node);
  return Array.isArray(node) ? `[${node.map(printNode).join(',')}]` : printObject(node.members);
}
