export type LabelKey =
  | 'title'
  | 'invoiceNumber'
  | 'issueDate'
  | 'dueDate'
  | 'purchaseOrderRef'
  | 'seller'
  | 'buyer'
  | 'vatId'
  | 'currency'
  | 'lineTotal'
  | 'discount'
  | 'shipping'
  | 'netTotal'
  | 'vatTotal'
  | 'grossTotal'
  | 'prepaid'
  | 'amountDue'
  | 'iban'
  | 'bic'
  | 'paymentReference'
  | 'customerNumber'
  | 'orderNumber'
  | 'deliveryNote'
  | 'orderDate'
  | 'deliveryDate'
  | 'taxNumber'
  | 'phone'
  | 'contact'
  | 'description'
  | 'quantity'
  | 'unitPrice'
  | 'amount';

/** The words of one language. */
export type LabelWords = Readonly<Record<LabelKey, readonly string[]>>;

/** Words that bars separate. */
export const list = (text: string): readonly string[] => text.split('|');
