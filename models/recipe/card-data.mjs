// What the cards of the extractors have in common: summaries of the measured runs, the training log, tables.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { wilson } from '../../dist/statistics/rate-interval.js';

/** `work`: folder of the recipe's log and results. */
export function openCardData(work, id) {
  const results = `${work}/results`;
  const log = readFileSync(`${work}/log.jsonl`, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const steps = log.filter(({ loss }) => loss !== undefined);
  const last = steps.at(-1);
  return {
    registry: JSON.parse(readFileSync('../registry.json', 'utf8'))[id],
    starts: log.filter(({ start }) => start !== undefined),
    last,
    // Of the documents of the last training, in the order in which they were read.
    dataSha256: readFileSync(`${work}/train.jsonl.sha256`, 'utf8').split(' ')[0],
    // A resumed training repeats the steps since its last saved state: the later line is the one that counts.
    curve: [...new Map(steps.map((entry) => [entry.step, entry])).values()].filter(({ step }) => step % 100 === 0 || step === last.step),
    probes: [...new Map(log.filter(({ split }) => split !== undefined).map((entry) => [`${entry.step} ${entry.split}`, entry])).values()],
    summaryOf(name) {
      const folders = readdirSync(results).filter((folder) => folder.startsWith(`${name}-`) && /^[0-9a-f]{12}$/.test(folder.slice(name.length + 1)));
      const newest = folders.sort((a, b) => statSync(`${results}/${b}`).mtimeMs - statSync(`${results}/${a}`).mtimeMs)[0];
      if (newest === undefined) throw new Error(`${results}: no run of ${name}`);
      return JSON.parse(readFileSync(`${results}/${newest}/summary.json`, 'utf8'));
    },
  };
}

export const percent = (value) => (100 * value).toFixed(1);
export const share = ({ value, low, high }) => `${percent(value)} (${percent(low)} to ${percent(high)})`;
/** A share of n documents with its Wilson interval. */
export const rate = (value, n) => share(wilson(Math.round(value * n), n));
export const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
export const commandsOf = (starts, script) =>
  starts.map(({ start, steps, rate, from }) => `\`${script} --steps ${steps}${rate === starts.at(-1).rate ? '' : ` --rate ${rate}`}${from ? ` --start ${from}` : ''}${start > 0 ? ` --resume\` (from step ${start})` : '`'}`).join(', ');

/** The commands of the recipe that make data, weights and measurements, as they stand there. */
export function recipeCommands() {
  const lines = readFileSync('recipe.sh', 'utf8').split('\n').map((line) => line.trim());
  return lines.filter((line) => /^(\$assay|"\$python"|node |train|cat |sha256sum |for )/.test(line)).join('\n');
}
