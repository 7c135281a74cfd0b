/** How a field's value is compared and normalised. */
export type FieldType = 'text' | 'id' | 'money' | 'date' | 'code' | 'quantity';

/**
 * Header fields that a dataset can carry, EN 16931 terms in camelCase, with their type.
 * The order is the order in which fields are asked, printed in reports and generated.
 */
export const HEADER_FIELDS = {
  invoiceNumber: 'id',
  issueDate: 'date',
  dueDate: 'date',
  purchaseOrderRef: 'id',
  sellerName: 'text',
  sellerVatId: 'id',
  buyerName: 'text',
  buyerVatId: 'id',
  currency: 'code',
  lineTotal: 'money',
  allowanceTotal: 'money',
  chargeTotal: 'money',
  netTotal: 'money',
  vatTotal: 'money',
  grossTotal: 'money',
  prepaid: 'money',
  amountDue: 'money',
  iban: 'id',
  paymentReference: 'id',
} as const satisfies Record<string, FieldType>;

export type HeaderField = keyof typeof HEADER_FIELDS;

/** Fields of one invoice line. */
export const LINE_FIELDS = {
  name: 'text',
  quantity: 'quantity',
  unit: 'code',
  unitPrice: 'money',
  netAmount: 'money',
  vatRate: 'quantity',
} as const satisfies Record<string, FieldType>;

export type LineField = keyof typeof LINE_FIELDS;

/** The header fields of `invoices-v1`, the ones that the embedded extractor is trained to copy. */
export const HEADER_FIELDS_V1 = [
  'invoiceNumber',
  'issueDate',
  'dueDate',
  'purchaseOrderRef',
  'sellerName',
  'sellerVatId',
  'buyerName',
  'buyerVatId',
  'currency',
  'netTotal',
  'vatTotal',
  'grossTotal',
  'amountDue',
  'iban',
] as const satisfies readonly HeaderField[];
