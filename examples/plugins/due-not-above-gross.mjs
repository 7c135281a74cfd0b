/** @type {import('assay').ValidatorPlugin} */
export default {
  kind: 'validator',
  name: 'due-not-above-gross',
  describe: 'the amount due is not above the gross total',
  check: ({ fields }) => {
    const [due, gross] = [fields.amountDue, fields.grossTotal].map((text) => Number(text ?? Number.NaN));
    if (Number.isNaN(due) || Number.isNaN(gross)) return 'not-checkable';
    return due <= gross ? 'pass' : 'fail';
  },
  examples: {
    pass: [{ fields: { amountDue: '90.00', grossTotal: '100.00' }, lines: [] }],
    fail: [{ fields: { amountDue: '1000.00', grossTotal: '100.00' }, lines: [] }],
  },
};
