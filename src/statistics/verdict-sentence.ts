import type { Estimate } from './estimate.ts';
import { type NonInferiorityDecision, percent, points } from './non-inferiority.ts';
import { LEAST_DOCUMENTS, smallestCertifiableMargin } from './planning.ts';
import { pText, type SuperiorityDecision } from './superiority.ts';

export interface SentenceNames {
  candidate: string;
  baseline: string;
  /** Two-sided interval of the difference, candidate minus baseline. */
  difference: Estimate;
  /** Plural noun of the documents; `invoices` unless told. */
  documents?: string;
  /** Fields whose correctness changed. */
  flips?: { lost: number; gained: number };
}

/** The verdict on "safe to ship?" for people, in points. It carries n, the interval and its method; never "no difference". */
export function nonInferioritySentence(decision: NonInferiorityDecision, names: SentenceNames): string {
  const { documents = 'invoices' } = names;
  switch (decision.verdict) {
    case 'SAFE':
      return joined([safe(decision, names), insideMargin(decision, names), flipText(names)]);
    case 'WORSE':
      return joined([worse(decision, names), flipText(names)]);
    case 'TOO_FEW':
      return joined([tooFew(decision, documents)]);
    default:
      return joined([cannotTell(decision, names), insideMargin(decision, names), flipText(names)]);
  }
}

function safe(
  d: NonInferiorityDecision,
  { candidate, baseline, difference, documents = 'invoices' }: SentenceNames,
): string {
  const bound = d.lowerBound >= 0 ? `gains at least ${points(d.lowerBound)}` : `loses at most ${points(-d.lowerBound)}`;
  const seen = `${percent(1 - d.alpha).replace('.0', '')} one-sided; seen ${signed(d.difference)} pt, ${interval(difference)}, ${d.n} ${documents}`;
  const broken = `breaks at most ${percent(d.brokenUpper)} more ${documents} (${d.brokenCount} of ${d.n})`;
  return `SAFE at ${points(d.margin)}: ${candidate} ${bound} vs ${baseline} (${seen}); ${broken}.`;
}

function worse(
  d: NonInferiorityDecision,
  { candidate, baseline, difference, documents = 'invoices' }: SentenceNames,
): string {
  if (d.upperBound < -d.margin) {
    const seen = `${interval(difference)}, ${d.n} ${documents}`;
    return `WORSE: ${candidate} loses ${points(-d.difference)} vs ${baseline} (${seen}): beyond the ${points(d.margin)} margin.`;
  }
  const rate = `at least ${percent(d.brokenLower)}, ${percent(1 - d.alpha).replace('.0', '')} one-sided`;
  const count = `${d.brokenCount} of ${d.n} ${documents} that ${baseline} does not`;
  return `WORSE: ${candidate} breaks ${count} (${rate}): beyond the ${percent(d.brokenMargin)} limit.`;
}

function tooFew(d: NonInferiorityDecision, documents: string): string {
  const strictest = Math.min(d.margin, d.brokenMargin);
  const best = smallestCertifiableMargin(d.n, d.alpha);
  const limit =
    best > strictest ? `cannot certify ${points(strictest)}; best possible here is ${points(best)}` : 'certify nothing';
  const found = d.n === 1 ? `1 ${documents.replace(/s$/, '')}` : `${d.n} ${documents}`;
  return `TOO FEW: ${found} ${limit}, at least ${d.floor} ${documents} are needed.`;
}

function cannotTell(
  d: NonInferiorityDecision,
  { candidate, baseline, difference, documents = 'invoices' }: SentenceNames,
): string {
  const range = `between ${signed(difference.low)} and ${signed(difference.high)} pt vs ${baseline}`;
  const head = `CANNOT TELL YET: ${candidate} is ${range} (${levelAndMethod(difference)}, ${d.n} ${documents}); ${d.reason}.`;
  if (d.moreDocuments !== null) {
    const truth = d.plannedDifference < 0 ? 'if the true loss is the one seen' : 'if nothing is truly lost';
    return `${head} About ${rounded(d.moreDocuments)} more ${documents} give an 80% chance to settle ${points(d.margin)} ${truth}.`;
  }
  return d.margin + d.difference <= 0
    ? `${head} More ${documents} are unlikely to help: the loss seen is not inside the margin.`
    : head;
}

/** A real loss that the margin tolerates is said, never hidden behind the verdict. */
function insideMargin(d: NonInferiorityDecision, { difference }: SentenceNames): string {
  return difference.high < 0 && d.lowerBound > -d.margin ? 'Measurably worse, but inside the margin.' : '';
}

function flipText({ flips }: SentenceNames): string {
  if (flips === undefined) return '';
  const { lost, gained } = flips;
  const total = lost + gained;
  return `${total} ${total === 1 ? 'field' : 'fields'} flipped: ${lost} lost, ${gained} gained.`;
}

/** The verdict on "is it better?" for people, in points. */
export function superioritySentence(decision: SuperiorityDecision, names: SentenceNames): string {
  const { candidate, baseline, difference, documents = 'invoices' } = names;
  const counts = `better on ${decision.wins} ${documents}, worse on ${decision.losses}, same on ${decision.ties}`;
  const detail = `${interval(difference)}, adjusted p${pText(decision.adjustedPValue).replace(/^(?!<)/, '=')}`;
  if (decision.verdict === 'BETTER' || decision.verdict === 'WORSE') {
    const few = decision.n < LEAST_DOCUMENTS ? ` Exploratory: fewer than ${LEAST_DOCUMENTS} ${documents}.` : '';
    return `${decision.verdict}: ${candidate} ${signed(decision.difference)} pt vs ${baseline} (${detail}); ${counts}.${few}`;
  }
  const effect = `A true difference of ${points(decision.minimumDetectableEffect)} would be found with an 80% chance.`;
  return `CANNOT TELL YET: ${candidate} ${signed(decision.difference)} pt vs ${baseline} (${detail}); ${counts}. ${effect}`;
}

function interval(estimate: Estimate): string {
  return `${levelAndMethod(estimate)} ${signed(estimate.low)} to ${signed(estimate.high)}`;
}

function levelAndMethod({ level, method }: Estimate): string {
  const kind = method.startsWith('bootstrap') ? 'bootstrap CI' : method.startsWith('t ') ? 't CI' : `CI (${method})`;
  return `${percent(level).replace('.0', '')} ${kind}`;
}

/** -0.0024 -> `−0.2`, in points with a sign; a second digit where the first would hide that it is not 0. */
function signed(fraction: number): string {
  const size = Math.abs(100 * fraction);
  if (size < 0.0005) return '0.0';
  const text = size < 0.05 ? size.toFixed(size < 0.005 ? 3 : 2) : size.toFixed(1);
  return fraction < 0 ? `−${text}` : `+${text}`;
}

/** Two digits: a plan is no more exact than that. */
function rounded(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
