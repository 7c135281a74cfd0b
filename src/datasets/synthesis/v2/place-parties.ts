import type { Segment } from '../../rendering/page.ts';
import type { Composer, Region } from './composer.ts';
import type { PartyView, View } from './view.ts';

const LINE = 1.42;

/** The seller's name large, with address and details in small print, and a mark of its own. */
export function placeHead(c: Composer, seller: PartyView): void {
  const { form, region, size } = { form: c.family.head, region: c.region, size: c.style.size };
  const narrow = c.family.sheet === 'receipt';
  const large = narrow ? size * 1.35 : size * 1.9;
  const small = size * 0.85;
  const lines: Segment[][] = [...seller.address.map((text) => [{ text }]), ...seller.details.map(detailPieces)];
  const { accent, grey } = c.style;
  if (form === 'band' && !narrow) {
    c.shape({ kind: 'rect', x: 0, y: 0, width: c.width, height: c.margin + large * 1.3, fill: accent });
    c.text([seller.name], region.x, c.margin * 0.5 + large, {
      size: large,
      bold: true,
      color: '#ffffff',
      width: region.width,
    });
    c.y = c.margin + large * 1.3 + 4;
    placeLines(c, lines, { x: region.x, width: region.width }, 'left', small);
    c.nextBlock();
    return;
  }
  if (form === 'split' && !narrow) {
    const top = c.y;
    placeMark(c, region.x, top, large);
    c.text([seller.name], region.x + large * 1.9, top + large * 1.1, {
      size: large,
      bold: true,
      color: accent,
      width: region.width * 0.52,
    });
    c.y = top - small * 0.3;
    placeLines(c, lines, { x: region.x + region.width, width: region.width * 0.34 }, 'right', small);
    c.y = Math.max(c.y, top + large * 1.9);
    c.nextBlock();
    return;
  }
  const align = form === 'center' ? 'center' : form === 'right' ? 'right' : 'left';
  const x = align === 'left' ? region.x : align === 'right' ? region.x + region.width : region.x + region.width / 2;
  if (align === 'left' && !narrow && c.style.random.chance(0.5)) {
    placeMark(c, region.x + region.width - large * 1.6, c.y, large);
  }
  c.y += large;
  c.text([seller.name], x, c.y, {
    size: large,
    bold: true,
    color: narrow ? c.style.ink : accent,
    align,
    width: region.width * (align === 'left' ? 0.85 : 1),
  });
  c.y += 2;
  placeLines(c, lines, { x, width: region.width }, align, small);
  if (!narrow && c.style.random.chance(0.5)) c.rule(region.x, region.x + region.width, c.y + 6, 0.8, grey);
  c.y += 6;
  c.nextBlock();
}

function placeLines(
  c: Composer,
  lines: readonly Segment[][],
  at: Region,
  align: 'left' | 'right' | 'center',
  size: number,
): void {
  for (const line of lines) {
    c.y += size * LINE;
    c.text(line, at.x, c.y, { size, align, color: c.style.grey, width: at.width });
  }
}

/** A mark that stands for a logo: shapes only, since a picture has no text. */
function placeMark(c: Composer, x: number, y: number, size: number): void {
  const fill = c.style.accent;
  switch (c.style.random.integer(0, 2)) {
    case 0:
      c.shape({ kind: 'disc', x: x + size * 0.7, y: y + size * 0.7, radius: size * 0.7, fill });
      c.shape({ kind: 'disc', x: x + size, y: y + size * 0.5, radius: size * 0.32, fill: '#ffffff' });
      break;
    case 1:
      c.shape({ kind: 'rect', x, y, width: size * 1.4, height: size * 1.4, fill });
      c.shape({
        kind: 'rect',
        x: x + size * 0.35,
        y: y + size * 0.35,
        width: size * 0.7,
        height: size * 0.7,
        fill: '#ffffff',
      });
      break;
    default:
      for (let i = 0; i < 3; i += 1)
        c.shape({
          kind: 'rect',
          x: x + i * size * 0.5,
          y: y + (2 - i) * size * 0.35,
          width: size * 0.36,
          height: size * (0.7 + i * 0.35),
          fill,
        });
  }
}

function detailPieces({ label, value }: { label: string; value: Segment[] }): Segment[] {
  return [{ text: `${label}: ` }, ...value];
}

/** Name, address and details of a party, with its word above it where the family has one. */
function placeParty(
  c: Composer,
  party: PartyView,
  region: Region,
  { labelled, withDetails = true }: { labelled: boolean; withDetails?: boolean },
): void {
  const { size, accent } = c.style;
  if (labelled) {
    c.y += size * LINE;
    c.text(c.style.colon ? `${party.label}:` : party.label, region.x, c.y, {
      size: size * 0.88,
      bold: true,
      color: accent,
      width: region.width,
    });
  }
  c.y += size * LINE;
  c.text([party.name], region.x, c.y, { bold: true, width: region.width });
  for (const line of party.address) {
    c.y += size * LINE;
    c.text(line, region.x, c.y, { width: region.width });
  }
  if (!withDetails) return;
  for (const detail of party.details) {
    c.y += size * LINE;
    c.text(detailPieces(detail), region.x, c.y, { size: size * 0.92, width: region.width });
  }
}

/** Both parties, as the family places them. Where a head names the seller, only the buyer stands here. */
export function placeParties(c: Composer, view: View, region: Region): void {
  const { family } = c;
  const headed = family.order.includes('head');
  const half = (region.width - 20) / 2;
  const top = c.y;
  const beside = (left: PartyView, right: PartyView, boxed: boolean): void => {
    const inset = boxed ? 6 : 0;
    placeParty(c, left, { x: region.x + inset, width: half - 2 * inset }, { labelled: true });
    const first = c.y;
    c.nextBlock();
    c.y = top;
    placeParty(c, right, { x: region.x + half + 20 + inset, width: half - 2 * inset }, { labelled: true });
    c.y = Math.max(first, c.y);
    if (boxed) {
      for (const x of [region.x, region.x + half + 20])
        c.shape({ kind: 'rect', x, y: top, width: half, height: c.y - top + 6, stroke: c.style.grey });
      c.y += 6;
    }
  };
  if (family.sheet === 'receipt') placeParty(c, view.buyer, region, { labelled: true });
  else if (family.parties === 'window') {
    const { size } = c.style;
    const { seller } = view;
    const sender = [seller.name.text, ...seller.address.slice(0, 2)].join(' · ');
    c.y += size;
    const width = c.text(
      [{ text: seller.name.text, mark: 'sellerName' }, { text: sender.slice(seller.name.text.length) }],
      region.x,
      c.y,
      {
        size: size * 0.68,
        color: c.style.grey,
        width: region.width,
      },
    );
    c.rule(region.x, region.x + width, c.y + 2.5, 0.4);
    c.y += 4;
    placeParty(c, view.buyer, region, { labelled: false });
  } else if (headed && family.parties !== 'columns' && family.parties !== 'boxes')
    placeParty(c, view.buyer, region, { labelled: true });
  else if (family.parties === 'buyer-first') beside(view.buyer, view.seller, false);
  else if (region.width < 300) placeParty(c, view.buyer, region, { labelled: true });
  else beside({ ...view.seller, details: headed ? [] : view.seller.details }, view.buyer, family.parties === 'boxes');
  c.nextBlock();
}
