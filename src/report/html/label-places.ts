export type LabelPlace = 'above' | 'below';

const CHARACTER_PX = 7.6;
const GAP_PX = 6;

/** Where each label goes so that neighbours do not cover each other: above its point, below where above is taken. */
export function labelPlaces(labels: readonly { x: number; text: string }[]): LabelPlace[] {
  const ends: Record<LabelPlace, number> = { above: Number.NEGATIVE_INFINITY, below: Number.NEGATIVE_INFINITY };
  const places: LabelPlace[] = labels.map(() => 'above');
  const order = labels.map((label, index) => ({ ...label, index })).sort((a, b) => a.x - b.x || a.index - b.index);
  for (const { x, text, index } of order) {
    const half = (text.length * CHARACTER_PX) / 2;
    const left = x - half;
    // Where both are taken the one that ends further left covers less.
    const place = left > ends.above || ends.above <= ends.below ? 'above' : 'below';
    places[index] = place;
    ends[place] = x + half + GAP_PX;
  }
  return places;
}
