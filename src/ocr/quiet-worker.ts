import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * What the engine says on standard error though nothing is wrong: the compact data of some languages name lists of words
 * that they do not hold.
 */
export const HARMLESS = /^Error: failed to load \.\/[\w-]+\.(?:special-words|user-words|user-patterns)\s*$/;

/**
 * The engine's thread as a module that keeps the harmless words back and passes on all others. As a `data:` URL, since a
 * thread of plain Node can start neither TypeScript nor a file that the build does not copy.
 */
export function quietWorker(): URL {
  const root = dirname(createRequire(import.meta.url).resolve('tesseract.js/package.json'));
  const entry = join(root, 'src', 'worker-script', 'node', 'index.js');
  const source = `
    import { createRequire } from 'node:module';
    const harmless = ${String(HARMLESS)};
    for (const name of ['error', 'warn']) {
      const say = console[name].bind(console);
      console[name] = (...words) => {
        if (words.length !== 1 || !harmless.test(String(words[0]))) say(...words);
      };
    }
    createRequire(${JSON.stringify(entry)})(${JSON.stringify(entry)});
  `;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}
