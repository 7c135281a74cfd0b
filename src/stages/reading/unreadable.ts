/** What is wrong with a document, so that it cannot be read. */
export class Unreadable extends Error {
  readonly stage: string;

  constructor(stage: string, reason: string) {
    super(reason);
    this.name = 'Unreadable';
    this.stage = stage;
  }
}

/** The reason for a document of too many pages. */
export function tooManyPages(pages: number, most: number): string {
  return `has ${pages} pages; at most ${most} are read`;
}
