// Writes the committed sample set: the first documents of every tier of invoices-v2/test in all four forms.
// node scripts/make-sample.mjs [PROGRAM]; the program is dist/main.js when left out.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'invoices-v2-sample';
// The first four of T5 have one trap each.
const DOCUMENTS = { 'test-t1': 3, 'test-t2': 4, 'test-t3': 2, 'test-t4': 3, 'test-t5': 4 };
const root = fileURLToPath(new URL('..', import.meta.url));
const program = process.argv[2] ?? join(root, 'dist/main.js');
const made = mkdtempSync(join(tmpdir(), 'assay-sample-'));
const folder = join(root, 'datasets', NAME);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let truths = '';
for (const [split, count] of Object.entries(DOCUMENTS)) {
  const out = join(made, split);
  const what = ['--split', split, '--documents', String(count), '--render', 'text,layout,pdf,scan', '--out', out];
  execFileSync(process.execPath, [program, 'generate', 'invoices-v2', ...what], { stdio: 'inherit' });
  cpSync(join(out, 'documents'), join(folder, 'documents'), { recursive: true });
  for (const line of readFileSync(join(out, 'ground-truth.jsonl'), 'utf8').trim().split('\n'))
    truths += `${JSON.stringify({ ...JSON.parse(line), split: 'test' })}\n`;
}
rmSync(made, { recursive: true });
mkdirSync(join(root, 'ground-truth'), { recursive: true });
writeFileSync(join(root, 'ground-truth', `${NAME}.jsonl`), truths);
const counts = Object.entries(DOCUMENTS).map(([split, count]) => `  ${split}: ${count}`);
writeFileSync(
  join(folder, 'dataset.yaml'),
  `# The first documents of every tier of invoices-v2, as text, layout text, PDF and scan; made by scripts/make-sample.mjs.
# Their truth is ground-truth/${NAME}.jsonl; all are of split test.
name: ${NAME}
generator: "2"
seed: 7
documents: ${Object.values(DOCUMENTS).reduce((a, b) => a + b)}
first:
${counts.join('\n')}
truthSha256: ${createHash('sha256').update(truths).digest('hex')}
`,
);
