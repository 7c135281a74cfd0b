import { type Markup, html } from '../../report/html/html-text.ts';

/** The places that the bar on top leads to. */
export const PLACES = [
  ['/', 'Runs'],
  ['/compare', 'Compare'],
  ['/history', 'History'],
  ['/datasets', 'Datasets'],
  ['/models', 'Models'],
  ['/new', 'New experiment'],
] as const;

export type Place = (typeof PLACES)[number][0];

export interface PageParts {
  title: string;
  /** Where the page belongs; `null` for one that belongs nowhere. */
  place: Place | null;
  body: Markup;
  /** Modules of this page, by file name without extension. */
  scripts?: readonly string[];
}

/** A whole page in the look that all pages share. */
export function renderPage({ title, place, body, scripts = [] }: PageParts): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Assay</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
${['token', ...scripts].map((name) => html`<script type="module" src="/assets/${name}.js"></script>`)}
</head>
<body class="dashboard">
<a class="skip" href="#main">Skip to the content</a>
<nav aria-label="Places"><a class="brand" href="/">Assay</a><ul>${PLACES.map(([path, name]) => html`<li><a href="${path}"${path === place && html` aria-current="page"`}>${name}</a></li>`)}</ul></nav>
<main id="main" tabindex="-1">
${body}
</main>
</body>
</html>
`.text;
}

/** The page for a mistake: what it is and what to do. */
export function renderProblemPage(status: number, { message, hint }: { message: string; hint: string | null }): string {
  const title = status === 404 ? 'Not found' : status >= 500 ? 'Something is broken' : 'Not possible';
  return renderPage({
    title,
    place: null,
    body: html`<h1>${title}</h1><p class="detail">${message}</p>${hint !== null && html`<p class="detail">${hint}</p>`}<p class="detail"><a href="/">All runs</a></p>`,
  });
}

/** Links to the pages of a long list; nothing where one page holds all. */
export function renderPager(at: { page: number; size: number; total: number }, link: (page: number) => string): Markup {
  const pages = Math.max(1, Math.ceil(at.total / at.size));
  if (pages === 1) return html``;
  const [first, last] = [(at.page - 1) * at.size + 1, Math.min(at.total, at.page * at.size)];
  return html`<nav class="pager" aria-label="Pages">${at.page > 1 && html`<a href="${link(at.page - 1)}" rel="prev">Previous</a>`} <span>${first} to ${last} of ${at.total}</span> ${at.page < pages && html`<a href="${link(at.page + 1)}" rel="next">Next</a>`}</nav>`;
}

/** The number of a page in a query; 1 where there is none. */
export function pageOf(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? '1');
  return Number.isInteger(page) && page > 0 ? page : 1;
}
