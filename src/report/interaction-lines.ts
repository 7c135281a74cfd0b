import type { InteractionSummary, RunSummary } from '../compare/run-summary.ts';
import { pointsRange, probabilityText } from './number-text.ts';

/** One line for each interaction of two swept axes; those with something to say first. Empty when one axis is swept. */
export function interactionLines({ interactions = [] }: RunSummary): string[] {
  const told = interactions.flatMap(({ sentence }) => (sentence === null ? [] : [sentence]));
  return [...told, ...interactions.filter(({ sentence }) => sentence === null).map(openText)];
}

function openText({
  treatment,
  setting,
  baselineTreatment,
  baselineSetting,
  change,
  adjustedPValue,
  fate,
}: InteractionSummary): string {
  const why =
    fate === 'none'
      ? `no advantage over ${baselineTreatment} is shown at ${baselineSetting} that ${setting} could take away`
      : `whether its advantage over ${baselineTreatment} survives ${setting} cannot be told yet`;
  return `${treatment} at ${setting}: ${why} (change ${pointsRange(change)} pt, adjusted p ${probabilityText(adjustedPValue)}).`;
}
