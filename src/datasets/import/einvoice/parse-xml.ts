import { SaxesParser } from 'saxes';
import { Refused } from '../refusal.ts';

export interface XmlElement {
  /** Without prefix. */
  name: string;
  namespace: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  /** Character data of the element itself, entities resolved, trimmed. */
  text: string;
  /** From 1. */
  line: number;
  /** Where `text` stands in the source in UTF-16 units; missing where it is written with entities or in pieces. */
  span?: [number, number];
}

/** No invoice nests deeper, and the readers recurse. */
const MOST_DEPTH = 64;
const MOST_ELEMENTS = 1_000_000;

/**
 * Reads a namespace-well-formed XML document as a tree. Refuses anything else with line and column, and every document
 * type declaration: invoices have none, and entity bombs and outside files need one.
 */
export function parseXml(source: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: { element: XmlElement; from: number; pieces: string[] }[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  const fail = (reason: string): never => {
    throw new Refused(`XML ${reason}`, parser.line);
  };
  parser.on('error', (error) => fail(`broken at ${error.message}`));
  parser.on('doctype', () => fail('has a document type declaration; invoices have none'));
  parser.on('opentag', ({ local, uri, attributes }) => {
    elements += 1;
    if (open.length >= MOST_DEPTH) fail(`nests deeper than ${MOST_DEPTH} elements`);
    if (elements > MOST_ELEMENTS) fail(`has more than ${MOST_ELEMENTS} elements`);
    const element: XmlElement = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(Object.values(attributes).map((attribute) => [attribute.local, attribute.value])),
      children: [],
      text: '',
      line: parser.line,
    };
    open.at(-1)?.element.children.push(element);
    root ??= element;
    open.push({ element, from: parser.position, pieces: [] });
  });
  const addText = (text: string): void => {
    open.at(-1)?.pieces.push(text);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', ({ isSelfClosing }) => {
    const { element, from, pieces } = open.pop() as (typeof open)[number];
    element.text = pieces.join('').trim();
    if (isSelfClosing || element.text === '') return;
    const at = source.indexOf(element.text, from);
    const closing = source.lastIndexOf('</', parser.position - 1);
    if (at !== -1 && source.slice(from, closing).trim() === element.text) element.span = [at, at + element.text.length];
  });
  parser.write(source).close();
  return root ?? fail('is empty');
}

/** The text of XML bytes: by byte order mark, by its declaration, else UTF-8. Refuses bytes that are not in that encoding. */
export function decodeXml(bytes: Uint8Array): string {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const marked = start.startsWith('\u00ff\u00fe')
    ? 'utf-16le'
    : start.startsWith('\u00fe\u00ff')
      ? 'utf-16be'
      : undefined;
  const encoding = marked ?? /^[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Refused(`XML is not in the encoding ${encoding} that it has or says`);
  }
}

/**
 * The elements at the end of a path of local names below this element, in document order. A step may name alternatives:
 * `A|B/C` is every `C` in an `A` or `B`.
 */
export function elementsAt(from: XmlElement, path: string): XmlElement[] {
  let reached = [from];
  for (const step of path.split('/')) {
    const names = step.split('|');
    reached = reached.flatMap(({ children }) => children.filter(({ name }) => names.includes(name)));
  }
  return reached;
}
