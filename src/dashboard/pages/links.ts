/** Addresses of pages. Every part is escaped: an id is never taken for a path. */
export function runLink(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}`;
}

export interface FlipsQuery {
  candidate?: string;
  kind?: string;
  field?: string;
  tier?: string;
  layout?: string;
  locale?: string;
  page?: string;
}

export function flipsLink(runId: string, query: FlipsQuery = {}): string {
  return `${runLink(runId)}/flips${queryOf({ ...query })}`;
}

export interface DocumentQuery {
  baseline?: string;
  candidate?: string;
  field?: string;
}

export function documentLink(runId: string, document: string, query: DocumentQuery = {}): string {
  return `${runLink(runId)}/documents/${encodeURIComponent(document)}${queryOf({ ...query })}`;
}

export function datasetLink(key: string, split: string, document?: string): string {
  const parts = [key, split, ...(document === undefined ? [] : [document])];
  return `/datasets/${parts.map(encodeURIComponent).join('/')}`;
}

export function historyLink(name: string): string {
  return `/history/${encodeURIComponent(name)}`;
}

/** `?a=b&c=d` of what is not empty; empty when all is. */
export function queryOf(values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.append(name, value);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
