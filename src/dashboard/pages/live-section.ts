import { bytesText, countText, percentRange, percentText, secondsText, threeDigits } from '../../report/number-text.ts';
import { type Markup, html } from '../../report/html/html-text.ts';
import type { RunSnapshot, VariantSnapshot } from '../live/run-snapshot.ts';
import { LIVE_STATES, STATE_WORDS } from '../live/run-state.ts';

/** Texts of one variant's line, made in one place for the page and for the news that change it. */
export interface LiveTexts {
  done: string;
  accuracy: string;
  range: string;
  speed: string;
  eta: string;
  memory: string;
  failures: string;
}

/** What the live page shows of a run: numbers for the bars, texts for everything else. */
export interface LiveView {
  state: RunSnapshot['state'];
  words: string;
  note: string;
  done: number;
  total: number;
  counted: string;
  eta: string;
  variants: { id: string; done: number; total: number; texts: LiveTexts }[];
}

/** How a snapshot is said. */
export function makeLiveView(snapshot: RunSnapshot): LiveView {
  const { state, done, total, etaSeconds, variants } = snapshot;
  return {
    state,
    words: STATE_WORDS[state],
    note: NOTES[state] ?? '',
    done,
    total,
    counted: `${countText(done)} of ${countText(total)} trials`,
    eta: etaSeconds === null || state === 'paused' ? '' : `· about ${secondsText(etaSeconds)} left`,
    variants: variants.map((variant) => ({
      id: variant.id,
      done: variant.done,
      total: variant.total,
      texts: textsOf(variant),
    })),
  };
}

const NOTES: Partial<Record<RunSnapshot['state'], string>> = {
  pausing: 'The batches under way are finished first.',
  paused: 'No batch is begun until the run goes on. The models stay in memory.',
  cancelling: 'The run ends; what is finished is kept.',
  interrupted:
    'The run was ended before it was complete. What is finished is kept, and the same experiment resumes it.',
  stopped: 'The process of this run is gone. What is finished is kept, and the same experiment resumes it.',
};

function textsOf({
  done,
  total,
  accuracy,
  documentsPerSecond,
  etaSeconds,
  measuredBytes,
  predictedBytes,
  failures,
}: VariantSnapshot): LiveTexts {
  const interval = accuracy === null ? null : { ...accuracy, level: 0.95, method: 't' };
  return {
    done: `${countText(done)} of ${countText(total)}`,
    accuracy: accuracy === null ? '–' : `${percentText(accuracy.value)}%`,
    range: interval === null ? '' : `${percentRange(interval)}, n = ${countText(interval.n)}`,
    speed: documentsPerSecond === null ? '–' : threeDigits(documentsPerSecond),
    eta: done === total ? 'done' : etaSeconds === null ? '–' : secondsText(etaSeconds),
    memory: measuredBytes === 0 ? '–' : `${bytesText(measuredBytes)} of ${bytesText(predictedBytes)} planned`,
    failures: countText(failures),
  };
}

const COLUMNS = ['Done', 'Accuracy so far', 'Documents/s', 'Left', 'Memory of a worker', 'Failed'];

/** The progress of a run, which the page's script keeps up to date, and what can be asked of it. */
export function renderLiveSection(snapshot: RunSnapshot, longestFirst: boolean): Markup {
  const view = makeLiveView(snapshot);
  const live = LIVE_STATES.includes(view.state);
  return html`<section class="live" id="live" data-run="${snapshot.runId}" aria-labelledby="live-title"><h2 id="live-title">Progress</h2>
<p><span class="state ${view.state}" data-part="state">${view.words}</span> · <span data-part="counted">${view.counted}</span> <span data-part="eta">${view.eta}</span></p>
<p><progress max="${view.total}" value="${view.done}" aria-label="Trials done" data-part="bar"></progress></p>
<p class="note" data-part="note" aria-live="polite">${view.note}</p>
<p class="controls"><button data-ask="pause"${!live && html` hidden`}>Pause</button><button data-ask="continue"${!live && html` hidden`}>Go on</button><button data-ask="cancel"${!live && html` hidden`}>End the run</button><button data-ask="resume"${live && html` hidden`}>Resume</button></p>
<p class="notice bad" data-part="problem" role="alert" hidden></p>
<div class="scroll" tabindex="0" role="region" aria-label="Progress by variant"><table class="stack"><caption class="hidden">Progress by variant</caption><thead><tr><th scope="col">Variant</th>${COLUMNS.map((name, place) => html`<th scope="col"${place > 0 && html` class="number"`}>${name}</th>`)}</tr></thead>
<tbody>${view.variants.map(
    ({ id, done, total, texts }) => html`<tr data-variant="${id}"><th scope="row">${id}</th>
<td data-label="Done" class="done"><span><progress max="${total}" value="${done}" aria-label="Trials done of ${id}" data-part="bar"></progress> <span class="range" data-part="done">${texts.done}</span></span></td>
<td data-label="Accuracy so far" class="number"><span><span data-part="accuracy">${texts.accuracy}</span> <span class="range" data-part="range">${texts.range}</span></span></td>
<td data-label="Documents/s" class="number"><span data-part="speed">${texts.speed}</span></td><td data-label="Left" class="number"><span data-part="eta">${texts.eta}</span></td>
<td data-label="Memory" class="number"><span data-part="memory">${texts.memory}</span></td><td data-label="Failed" class="number"><span data-part="failures">${texts.failures}</span></td></tr>
`,
  )}</tbody></table></div>
<p class="note">Mean field accuracy of the documents so far with its 95% t interval. ${longestFirst ? 'The longest documents come first, so it is not yet that of the whole set' : 'The documents come in a seeded order'}; the verdicts of the report are made at the end. Speed is that of decoding, without loading.</p></section>`;
}
