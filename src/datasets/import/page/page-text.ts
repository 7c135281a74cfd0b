/** A piece of text as the page prints it; lengths in points from the top left of the page. */
export interface PrintedPiece {
  text: string;
  page: number;
  upright: boolean;
  left: number;
  right: number;
  baseline: number;
  size: number;
  top: number;
  bottom: number;
  /** Zero where the size of the page is not known: then nothing is said about boxes. */
  pageWidth: number;
  pageHeight: number;
  /** A word of its own however near the next one stands, as readers of scans give them. */
  isWord?: boolean;
}

/** The plain text of a document, and where its parts are printed. */
export interface PageText {
  text: string;
  /** Page and box (fractions of the page, origin top left) of a span of `text`; nothing where the place is not known. */
  placeOf(span: readonly [number, number]): { page: number; box: [number, number, number, number] } | undefined;
}

interface PlacedPiece extends PrintedPiece {
  start: number;
  end: number;
}

/** Two pieces further apart than this many sizes are columns: three spaces, so that no number runs across the gap. */
const COLUMN_GAP = 1;
const WORD_GAP = 0.12;
const SAME_ROW = 0.4;

/**
 * Plain text by rows: pieces on one baseline make a line from left to right whatever order the file draws them in, columns
 * are three spaces apart, pages end with a blank line.
 */
export function makePageText(pieces: readonly PrintedPiece[]): PageText {
  const placed: PlacedPiece[] = [];
  let text = '';
  let page = pieces[0]?.page ?? 1;
  for (const row of rowsOf(pieces)) {
    const first = row[0] as PrintedPiece;
    if (text !== '') text += first.page === page ? '\n' : '\n\n';
    page = first.page;
    let previous: PrintedPiece | undefined;
    for (const piece of row) {
      text += previous === undefined ? '' : spaceBetween(previous, piece, text);
      placed.push({ ...piece, start: text.length, end: text.length + piece.text.length });
      text += piece.text;
      previous = piece;
    }
  }
  return { text: `${text}\n`, placeOf: ([start, end]) => placeOf(placed, start, end) };
}

/** A text without a page, such as XML. */
export function makePlainText(text: string): PageText {
  return { text, placeOf: () => undefined };
}

function rowsOf(pieces: readonly PrintedPiece[]): PrintedPiece[][] {
  const rows: PrintedPiece[][] = [];
  const sorted = pieces
    .map((piece, order) => ({ piece, order }))
    .sort(
      (a, b) =>
        a.piece.page - b.piece.page ||
        Number(b.piece.upright) - Number(a.piece.upright) ||
        (a.piece.upright ? a.piece.baseline - b.piece.baseline : 0) ||
        a.order - b.order,
    );
  for (const { piece } of sorted) {
    const row = rows.at(-1);
    const first = row?.[0];
    const joins =
      first !== undefined &&
      first.page === piece.page &&
      first.upright &&
      piece.upright &&
      Math.abs(first.baseline - piece.baseline) < SAME_ROW * Math.min(first.size, piece.size);
    if (joins) (row as PrintedPiece[]).push(piece);
    else rows.push([piece]);
  }
  for (const row of rows) row.sort((a, b) => a.left - b.left);
  return rows;
}

function spaceBetween(previous: PrintedPiece, piece: PrintedPiece, text: string): string {
  const gap = (piece.left - previous.right) / Math.max(previous.size, piece.size);
  if (gap > COLUMN_GAP) return '   ';
  return (gap > WORD_GAP || piece.isWord === true) && !/\s$/.test(text) && !/^\s/.test(piece.text) ? ' ' : '';
}

function placeOf(
  placed: readonly PlacedPiece[],
  start: number,
  end: number,
): { page: number; box: [number, number, number, number] } | undefined {
  const touched = placed.filter((piece) => piece.start < end && piece.end > start);
  const [first] = touched;
  if (first === undefined || !(first.pageWidth > 0 && first.pageHeight > 0)) return undefined;
  const box: [number, number, number, number] = [1, 1, 0, 0];
  for (const piece of touched.filter(({ page }) => page === first.page)) {
    // Characters are taken as equally wide: the file says only how wide the piece is.
    const unit = (piece.right - piece.left) / piece.text.length;
    const left = piece.left + Math.max(0, start - piece.start) * unit;
    const right = piece.right - Math.max(0, piece.end - end) * unit;
    box[0] = Math.min(box[0], fraction(left, piece.pageWidth));
    box[1] = Math.min(box[1], fraction(piece.top, piece.pageHeight));
    box[2] = Math.max(box[2], fraction(right, piece.pageWidth));
    box[3] = Math.max(box[3], fraction(piece.bottom, piece.pageHeight));
  }
  return { page: first.page, box };
}

function fraction(length: number, of: number): number {
  return Number(Math.min(1, Math.max(0, length / of)).toFixed(4));
}
