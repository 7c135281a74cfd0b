import { readdir, readFile } from 'node:fs/promises';
import { sha256 } from '../../core/hash.ts';
import { PAGE_STYLE } from '../../report/html/page-style.ts';
import { DASHBOARD_STYLE } from '../pages/dashboard-style.ts';
import type { Reply } from './reply.ts';

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3.5" fill="#16191d"/><path d="M3.5 12.5 8 3l4.5 9.5M5.4 9h5.2" fill="none" stroke="#fff" stroke-width="1.6"/></svg>';

/** The files that pages ask for, by name: one style, the modules of the browser, an icon. Nothing else can be asked for. */
export async function loadAssets(): Promise<Map<string, Reply & { kind: 'file' }>> {
  const folder = new URL('../client/', import.meta.url);
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  const files = new Map<string, Reply & { kind: 'file' }>();
  const add = (name: string, type: string, content: string): void => {
    files.set(name, { kind: 'file', type, content, etag: `"${sha256(content).slice(0, 16)}"` });
  };
  add('style.css', 'text/css; charset=utf-8', PAGE_STYLE + DASHBOARD_STYLE);
  add('icon.svg', 'image/svg+xml', ICON);
  for (const name of scripts)
    add(name, 'text/javascript; charset=utf-8', await readFile(new URL(name, folder), 'utf8'));
  return files;
}
