/** Company names without their legal form: `Müller GmbH` is `Müller`. */
const FORMS = /[\s,]+(?:gmbh(?: & co\.? kg)?|ag|ltd\.?|llc|inc\.?|plc|s\.?a\.?|b\.?v\.?|a\.s\.|k\.k\.)$/iu;

const strip = (name) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().replace(FORMS, '');

/** @type {import('assay').ComparatorPlugin} */
export default {
  kind: 'comparator',
  name: 'loose-name',
  describe: 'company names without case, white space and legal form',
  same: (predicted, truth) => strip(predicted) === strip(truth),
  examples: {
    same: [
      ['Müller & Söhne GmbH', 'müller & söhne'],
      ['Acme, Inc.', 'ACME'],
    ],
    different: [
      ['Müller & Söhne GmbH', 'Müller'],
      ['Acme Ltd', 'Acne Ltd'],
    ],
  },
};
