/** @type {import('assay').StagePlugin} */
export default {
  kind: 'stage',
  name: 'drop-page-numbers',
  describe: 'takes lines like "Page 1 of 3" out of the text that the model sees',
  place: 'document',
  run: (text) => text.replace(/^[ \t]*(?:page|seite|strana|pagina|página)[ \t]+\d{1,4}(?:[ \t]*\/[ \t]*\d{1,4}|[ \t]+\p{L}{1,4}[ \t]+\d{1,4})?[ \t]*(?:\n|$)/gimu, ''),
  examples: [
    { text: 'Total 5,00\nPage 1 of 3\nThanks', result: 'Total 5,00\nThanks' },
    { text: 'See page 3 for terms', result: 'See page 3 for terms' },
  ],
};
