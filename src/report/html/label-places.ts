/** A label over one point of a chart; all in pixels, from the left and from the top. */
export interface Label {
  x: number;
  /** Ends of the bar that the label stays clear of. */
  top: number;
  bottom: number;
  text: string;
}

const CHARACTER_PX = 7.6;
const GAP_PX = 6;
const LINE_PX = 11.5;
/** Distances of a label from the end of its bar, the nearest first; above and below take turns. */
const OFFSETS = [-10, 11, -23, 24, -36, 37, -49, 50];

interface Box {
  left: number;
  right: number;
  middle: number;
}

/**
 * How far each label stands from its bar, negative above the upper end and positive below the lower one, so that no label covers
 * another and all stay in a chart of this height, with `over` pixels of room above it. Where every place is taken it stands above.
 */
export function labelOffsets(labels: readonly Label[], height: number, over = 0): number[] {
  const taken: Box[] = [];
  const offsets = labels.map(() => OFFSETS[0] as number);
  const order = labels.map((label, index) => ({ ...label, index })).sort((a, b) => a.x - b.x || a.index - b.index);
  for (const { x, top, bottom, text, index } of order) {
    const half = (text.length * CHARACTER_PX) / 2;
    const boxOf = (offset: number): Box => ({
      left: x - half,
      right: x + half + GAP_PX,
      middle: (offset < 0 ? top : bottom) + offset,
    });
    const free = OFFSETS.find((offset) => {
      const box = boxOf(offset);
      const inside = box.middle >= LINE_PX / 2 - over && box.middle <= height - LINE_PX / 2;
      return inside && !taken.some((other) => overlap(box, other));
    });
    const offset = free ?? (OFFSETS[0] as number);
    offsets[index] = offset;
    taken.push(boxOf(offset));
  }
  return offsets;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && Math.abs(a.middle - b.middle) < LINE_PX;
}
