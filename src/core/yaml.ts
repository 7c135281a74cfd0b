import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import {
  type Document,
  type ErrorCode,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type AssayError, usageError } from './errors.ts';
import { hintNearest } from './nearest.ts';

export type YamlPath = readonly (string | number)[];

/** Counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A YAML file as plain data that still knows where everything stands. */
export interface YamlSource {
  /** As it should be shown to people. */
  path: string;
  value: unknown;
  /** Where a key or a list item stands; of a path that is not there, its nearest ancestor. */
  locate(path: YamlPath): Position;
}

const LARGEST_BYTES = 4 << 20;

/**
 * Reads a YAML file of at most 4 MiB. Throws a usage error for a file that is missing (with the nearest name in its
 * folder), is no file or is too large, and for every mistake that `parseYaml` refuses.
 */
export async function loadYaml(path: string): Promise<YamlSource> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw await missingFile(path);
  if (!found.isFile()) throw usageError('YAML_NOT_A_FILE', `${path} is a folder, not a YAML file`, 'name a .yaml file');
  if (found.size > LARGEST_BYTES) {
    const message = `${path} has ${found.size} bytes; a YAML file of Assay has at most ${LARGEST_BYTES}`;
    throw usageError('YAML_TOO_LARGE', message, 'check that this is the file you meant');
  }
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw usageError('YAML_UNREADABLE', `${path} cannot be read (${cause.code})`, 'check its permissions');
  });
  return parseYaml(text, path);
}

/** Text to data. Throws a usage error with file, line and column for broken syntax, duplicate keys and unknown tags. */
export function parseYaml(text: string, path: string): YamlSource {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) throw syntaxError(path, problem, lines, text);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw usageError(
      'YAML_ALIAS',
      `${path}: its aliases cannot be followed (${(cause as Error).message})`,
      'write the repeated parts out',
    );
  }
  return { path, value, locate: (at) => locate(document, lines, at) };
}

/** `file:line:column` of a place in a source. */
export function placeOf(source: YamlSource, path: YamlPath): string {
  const { line, column } = source.locate(path);
  return `${source.path}:${line}:${column}`;
}

function locate(document: Document, lines: LineCounter, path: YamlPath): Position {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  for (const step of path) {
    if (!isCollection(node)) break;
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === String(step))
      : node.items[Number(step)];
    if (pair === undefined) break;
    const place = isPair(pair) ? pair.key : pair;
    offset = offsetOf(place) ?? offset;
    node = isPair(pair) ? pair.value : pair;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

const REASONS: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'an alias names an anchor that is not there',
  BAD_DQ_ESCAPE: 'a double-quoted text has an unknown escape; write `\\\\` for a backslash, or use single quotes',
  BAD_INDENT: 'the indentation does not fit the lines above',
  BAD_SCALAR_START: 'a text may not begin with this character; put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second `:` in one line; put a text that has a colon in quotes, or break the line',
  BLOCK_IN_FLOW: 'an indented list or map inside `[ ]` or `{ }`',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a closing quote, bracket, brace, colon or comma is missing',
  MULTILINE_IMPLICIT_KEY: 'a key runs over two lines; a `:` may be missing',
  MULTIPLE_DOCS: 'a second document begins (`---`); only one is allowed',
  NON_STRING_KEY: 'a key is not a text',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  TAB_AS_INDENT: 'a tab is used to indent; YAML wants spaces',
  TAG_RESOLVE_FAILED: 'a `!tag` is not known here; remove it, or put the text in quotes',
  UNEXPECTED_TOKEN: 'something stands where nothing may stand',
};

function syntaxError(path: string, problem: YAMLError, lines: LineCounter, text: string): AssayError {
  const { line, col } = lines.linePos(problem.pos[0]);
  const where = `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
  if (problem.code === 'DUPLICATE_KEY') {
    const key = /^[\w.-]+/.exec(text.slice(problem.pos[0]))?.[0];
    const named = key === undefined ? 'a key' : `\`${key}\``;
    return usageError('YAML_DUPLICATE_KEY', `${where} ${named} stands twice in one map`, 'remove one of the two');
  }
  const reason = REASONS[problem.code] ?? 'the text is no YAML';
  return usageError('YAML_SYNTAX', `${where} ${reason}`, `correct line ${Math.max(1, line)}`);
}

async function missingFile(path: string): Promise<AssayError> {
  const names = await readdir(dirname(path)).catch(() => undefined);
  if (names === undefined) {
    return usageError('FILE_NOT_FOUND', `${path} is not there, nor is its folder`, 'check the path');
  }
  return usageError('FILE_NOT_FOUND', `${path} is not there`, hintNearest(basename(path), names, 'check the path'));
}
