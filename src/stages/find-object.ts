/** A stretch of an answer that may be its JSON object. */
export interface ObjectSpan {
  start: number;
  /** One past the closing brace, or the end of the text when the object never closes. */
  end: number;
  closed: boolean;
}

/** Texts with more opening braces than this are no answers; the bound keeps the search linear. */
const MAX_CANDIDATES = 32;

/**
 * Candidate objects, by their opening brace, in order. Braces inside strings do not count, and prose or fences around the
 * object are passed over. An inner object follows its outer one.
 */
export function findObjects(text: string): ObjectSpan[] {
  const spans: ObjectSpan[] = [];
  for (let start = text.indexOf('{'); start !== -1; start = text.indexOf('{', start + 1)) {
    if (spans.length === MAX_CANDIDATES) break;
    const end = balancedEnd(text, start);
    spans.push({ start, end: end ?? text.length, closed: end !== null });
  }
  return spans;
}

function balancedEnd(text: string, start: number): number | null {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{') depth += 1;
    else if (character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return null;
}

/** Deeper nesting is no answer; the bound keeps the closing linear. */
const MAX_DEPTH = 64;

/** An object that was cut off, closed behind its last complete value. */
export interface ClosedObject {
  text: string;
  /** Something incomplete stood behind the last complete value and was dropped. */
  dropped: boolean;
}

/**
 * Closes an object that the answer left open. The value at which the text breaks off is dropped, since half a value would
 * be read as a whole one.
 */
export function closeObject(text: string): ClosedObject {
  const open: string[] = [];
  let keepUntil = 0;
  let closers = '';
  let previous = '';
  const keep = (end: number): void => {
    keepUntil = end;
    closers = open.toReversed().join('');
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (/\s/.test(character)) continue;
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end === null) break;
      const isValue = previous === ':' || (open.at(-1) === ']' && (previous === '[' || previous === ','));
      at = end - 1;
      if (isValue) keep(end);
    } else if (character === '{' || character === '[') {
      if (open.length === MAX_DEPTH) break;
      open.push(character === '{' ? '}' : ']');
      keep(at + 1);
    } else if (character === '}' || character === ']') {
      open.pop();
      keep(at + 1);
    } else if (character === ',' && /[\w.]/.test(previous)) keep(at);
    previous = character;
  }
  const rest = text.slice(keepUntil).trim();
  return { text: text.slice(0, keepUntil) + closers, dropped: rest !== '' && rest !== ',' };
}

function stringEnd(text: string, start: number): number | null {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return null;
}
