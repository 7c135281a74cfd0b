import { z } from 'zod';
import { type AssayError, usageError } from './errors.ts';
import { nearestOf } from './nearest.ts';
import { placeOf, type YamlPath, type YamlSource } from './yaml.ts';

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];
type Issue = z.core.$ZodIssue;

/**
 * Checks YAML against a schema and gives its typed value, with defaults filled in. Throws a usage error of the given
 * code that says file, line, column, what was found, what is allowed, and the nearest key or word.
 */
export function checkYaml<T extends z.ZodType>(source: YamlSource, schema: T, code: string): z.output<T> {
  const result = schema.safeParse(source.value, { error: (issue) => sentenceOf(issue) });
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => innermost(issue, []));
  // A misspelt key also leaves its right name missing: the misspelling explains both.
  const unknown = problems.filter((problem) => problem.unknownKey);
  const [first, ...others] = unknown.length > 0 ? unknown : problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw yamlError({
    source,
    path: first!.path,
    code,
    message: first!.message + more,
    hint: first!.hint ?? 'correct that value',
  });
}

export interface YamlMistake {
  source: YamlSource;
  path: YamlPath;
  code: string;
  /** What was found and what is allowed; the place is put before it. */
  message: string;
  hint?: string | undefined;
}

/** A usage error about one place of a YAML file: `file:line:column path.to.it message`. */
export function yamlError({ source, path, code, message, hint }: YamlMistake): AssayError {
  const name = printPath(path);
  return usageError(code, `${placeOf(source, path)}${name === '' ? '' : ` ${name}`} ${message}`, hint);
}

/** `variants.quantization[2]`. */
export function printPath(path: YamlPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** What stands there, short enough for one line. */
export function printFound(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object') return `a map with ${Object.keys(value).slice(0, 5).join(', ') || 'no keys'}`;
  // JSON would turn .nan and .inf into null.
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing';
  return value.length > 60 ? `"${value.slice(0, 57)}..." (a text)` : `"${value}" (a text)`;
}

/** The words of a list for people: `F16, Q8_0`. Long lists are cut. */
export function printAllowed(words: readonly (string | number | boolean)[]): string {
  const shown = words.slice(0, 24).map(String).join(', ');
  return words.length > 24 ? `${shown} and ${words.length - 24} more` : shown || 'none';
}

const KINDS: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};

/** Zod carries one text per issue: the message, and after a line break the hint. */
function sentenceOf(issue: RawIssue): string {
  const found = issue.input === undefined ? 'is missing' : `is ${printFound(issue.input)}`;
  switch (issue.code) {
    case 'invalid_type':
      return `${found}; it must be ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const hint = typeof issue.input === 'string' ? nearestOf(issue.input, issue.values.map(String)) : undefined;
      return `${found}; allowed: ${printAllowed(issue.values.map(String))}${hint === undefined ? '' : `\ndid you mean \`${hint}\`?`}`;
    }
    case 'too_small':
    case 'too_big':
      return `${found}; ${boundOf(issue)}`;
    case 'unrecognized_keys':
      return unknownKey(issue.keys, keysOf(issue.inst));
    case 'invalid_union':
      return `${found}; none of the allowed forms fits`;
    default:
      return `${found}, which is not allowed`;
  }
}

function boundOf(issue: Extract<RawIssue, { code: 'too_small' | 'too_big' }>): string {
  const least = issue.code === 'too_small';
  const bound = Number(least ? issue.minimum : issue.maximum);
  if (issue.origin === 'array')
    return `it must have at ${least ? 'least' : 'most'} ${bound} ${bound === 1 ? 'item' : 'items'}`;
  if (issue.origin === 'string')
    return `it must have at ${least ? 'least' : 'most'} ${bound} ${bound === 1 ? 'character' : 'characters'}`;
  const inclusive = issue.inclusive === true;
  if (least) return `it must be ${inclusive ? 'at least' : 'more than'} ${bound}`;
  return `it must be ${inclusive ? 'at most' : 'less than'} ${bound}`;
}

function unknownKey(keys: readonly string[], allowed: readonly string[]): string {
  const found = keys[0] ?? '';
  const nearest = nearestOf(found, allowed);
  const message = `is not a known key; allowed: ${printAllowed(allowed)}`;
  return nearest === undefined ? message : `${message}\ndid you mean \`${nearest}\`?`;
}

function keysOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

interface Problem {
  path: (string | number)[];
  message: string;
  hint: string | undefined;
  unknownKey: boolean;
}

/** The issue that helps most: inside a union, that of the form whose own type fits what was found. */
function innermost(issue: Issue, above: readonly (string | number)[]): Problem {
  const path = [...above, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'invalid_union') {
    const forms = issue.errors.filter(
      (issues) => !issues.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0),
    );
    // A word that is none of a list is a misfit as a whole; a form that was entered and broke inside is the one that was meant.
    const entered = forms.filter((issues) =>
      issues.some(({ path: at, code }) => at.length > 0 || code === 'unrecognized_keys'),
    );
    const form = forms.length === 1 ? forms[0] : entered.length === 1 ? entered[0] : undefined;
    const inner = form?.find(({ code }) => code === 'unrecognized_keys') ?? form?.[0];
    if (inner !== undefined) return innermost(inner, path);
    if (issue.errors.length > 0 && forms.length === 0) return wrongForm(issue, path);
  }
  const [message = '', hint] = issue.message.split('\n');
  const unknown = issue.code === 'unrecognized_keys';
  return { path: unknown ? [...path, issue.keys[0] ?? ''] : path, message, hint, unknownKey: unknown };
}

function wrongForm(issue: Extract<Issue, { code: 'invalid_union' }>, path: Problem['path']): Problem {
  const kinds = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : [])),
  );
  const allowed = [...new Set(kinds.map((kind) => KINDS[kind] ?? kind))].join(' or ');
  const found = issue.message.split(';')[0] ?? '';
  return { path, message: `${found}; it must be ${allowed}`, hint: undefined, unknownKey: false };
}
