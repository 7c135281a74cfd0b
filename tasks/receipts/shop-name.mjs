/** Shop names without case, punctuation and the number of the branch: `FRESH-MART #12` is `Fresh Mart`. */
const strip = (name) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:#|no\.?|nr\.?|filiale)\s*\d+/gu, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** @type {import('assay').ComparatorPlugin} */
export default {
  kind: 'comparator',
  name: 'shop-name',
  describe: 'shop names without case, punctuation and the number of the branch',
  same: (predicted, truth) => strip(predicted) === strip(truth) && strip(truth) !== '' ? true : predicted === truth,
  examples: {
    same: [
      ['FRESH-MART #12', 'Fresh Mart'],
      ["Joe's Diner", 'JOE’S DINER'.replace('’', "'")],
    ],
    different: [
      ['Fresh Mart', 'Fresh Market'],
      ['#12', '#13'],
    ],
  },
};
