import { XMLParser } from 'fast-xml-parser';

/** Children of the elements of UBL 2.1 that the export writes, in the sequence of its schemas; `!` marks required ones. */
const SEQUENCES: Readonly<Record<string, string>> = {
  Invoice:
    'CustomizationID ID! IssueDate! DueDate InvoiceTypeCode DocumentCurrencyCode OrderReference AccountingSupplierParty! AccountingCustomerParty! PaymentMeans TaxTotal LegalMonetaryTotal! InvoiceLine!',
  CreditNote:
    'CustomizationID ID! IssueDate! CreditNoteTypeCode DocumentCurrencyCode OrderReference AccountingSupplierParty! AccountingCustomerParty! PaymentMeans TaxTotal LegalMonetaryTotal! CreditNoteLine!',
  OrderReference: 'ID!',
  AccountingSupplierParty: 'Party',
  AccountingCustomerParty: 'Party',
  Party: 'PartyTaxScheme PartyLegalEntity',
  PartyTaxScheme: 'CompanyID TaxScheme!',
  PartyLegalEntity: 'RegistrationName',
  PaymentMeans: 'PaymentMeansCode! PaymentDueDate PaymentID PayeeFinancialAccount',
  PayeeFinancialAccount: 'ID',
  TaxTotal: 'TaxAmount! TaxSubtotal',
  TaxSubtotal: 'TaxableAmount TaxAmount! TaxCategory!',
  TaxCategory: 'ID Percent TaxScheme!',
  ClassifiedTaxCategory: 'ID Percent TaxScheme!',
  TaxScheme: 'ID',
  LegalMonetaryTotal:
    'LineExtensionAmount TaxExclusiveAmount TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableAmount!',
  InvoiceLine: 'ID! InvoicedQuantity LineExtensionAmount! Item! Price',
  CreditNoteLine: 'ID! CreditedQuantity LineExtensionAmount! Item! Price',
  Item: 'Name ClassifiedTaxCategory',
  Price: 'PriceAmount!',
};
const REPEATED = new Set(['InvoiceLine', 'CreditNoteLine', 'TaxSubtotal']);

type Ordered = Record<string, unknown>;
const parser = new XMLParser({ preserveOrder: true, removeNSPrefix: true, ignoreAttributes: false });

/** What a UBL schema would refuse: unknown, misplaced, repeated and missing elements, and amounts without a currency. */
export function findUblFaults(xml: string): string[] {
  const faults: string[] = [];
  const visit = (node: Ordered): void => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name === '#text' || name === '?xml') return;
    const children = node[name] as Ordered[];
    const names = children.flatMap((child) => Object.keys(child).filter((key) => key !== ':@' && key !== '#text'));
    const sequence = SEQUENCES[name];
    if (name.endsWith('Amount') && (node[':@'] as Ordered | undefined)?.['@_currencyID'] === undefined)
      faults.push(`${name} has no currency`);
    if (sequence === undefined) {
      if (names.length > 0) faults.push(`${name} has children`);
      return;
    }
    const allowed = sequence.split(' ').map((entry) => entry.replace('!', ''));
    let last = -1;
    for (const child of names) {
      const place = allowed.indexOf(child);
      if (place < 0) faults.push(`${name} has no ${child}`);
      else if (place < last) faults.push(`${child} is misplaced in ${name}`);
      else if (place === last && !REPEATED.has(child)) faults.push(`${child} is repeated in ${name}`);
      last = Math.max(last, place);
    }
    for (const required of sequence.split(' ').filter((entry) => entry.endsWith('!')))
      if (!names.includes(required.slice(0, -1))) faults.push(`${name} lacks ${required.slice(0, -1)}`);
    children.forEach(visit);
  };
  (parser.parse(xml) as Ordered[]).forEach(visit);
  return faults;
}
