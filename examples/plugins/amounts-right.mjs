/** @type {import('assay').MetricPlugin} */
export default {
  kind: 'metric',
  name: 'amounts-right',
  describe: 'share of the amounts of a document that are right',
  measure: ({ fields }, { names = ['netTotal', 'vatTotal', 'grossTotal', 'amountDue'] }) => {
    const amounts = fields.filter(({ field }) => names.includes(field));
    const right = amounts.filter(({ outcome }) => outcome === 'TP' || outcome === 'TN');
    return amounts.length === 0 ? null : right.length / amounts.length;
  },
};
