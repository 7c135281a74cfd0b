import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import type { EInvoice } from './einvoice.ts';
import { elementsAt, type XmlElement } from './parse-xml.ts';
import { profileOf } from './profiles.ts';
import { readInvoice, type Syntax } from './read-invoice.ts';
import type { Place } from './read-values.ts';

const SELLER = 'AccountingSupplierParty/Party';
const BUYER = 'AccountingCustomerParty/Party';
const SUMS = 'LegalMonetaryTotal';

/** A payment account that is an IBAN: UBL has one place for all kinds of accounts. */
const isIbanLike = ({ text }: XmlElement): boolean => /^[A-Z]{2}\d{2}(?: ?[A-Z0-9]){10,32}$/i.test(text);

const nameOf = (party: string): Place[] => [
  { path: `${party}/PartyLegalEntity/RegistrationName` },
  { path: `${party}/PartyName/Name` },
];

/** VAT identifiers are those whose tax scheme says VAT; the scheme stands beside the identifier. */
function isVatScheme(scheme: XmlElement): boolean {
  return elementsAt(scheme, 'TaxScheme/ID').some(({ text }) => text.toUpperCase() === 'VAT');
}

/** EN 16931-3-2 (binding of the semantic model to UBL 2.1), for invoices and credit notes. */
const HEADER: Readonly<Record<Exclude<HeaderField, 'sellerVatId' | 'buyerVatId'>, readonly Place[]>> = {
  invoiceNumber: [{ path: 'ID' }],
  issueDate: [{ path: 'IssueDate' }],
  dueDate: [{ path: 'DueDate' }, { path: 'PaymentMeans/PaymentDueDate' }],
  purchaseOrderRef: [{ path: 'OrderReference/ID' }],
  sellerName: nameOf(SELLER),
  buyerName: nameOf(BUYER),
  currency: [{ path: 'DocumentCurrencyCode' }],
  lineTotal: [{ path: `${SUMS}/LineExtensionAmount` }],
  allowanceTotal: [{ path: `${SUMS}/AllowanceTotalAmount` }],
  chargeTotal: [{ path: `${SUMS}/ChargeTotalAmount` }],
  netTotal: [{ path: `${SUMS}/TaxExclusiveAmount` }],
  vatTotal: [{ path: 'TaxTotal/TaxAmount' }],
  grossTotal: [{ path: `${SUMS}/TaxInclusiveAmount` }],
  prepaid: [{ path: `${SUMS}/PrepaidAmount` }],
  amountDue: [{ path: `${SUMS}/PayableAmount` }],
  iban: [{ path: 'PaymentMeans/PayeeFinancialAccount/ID', keep: isIbanLike }],
  paymentReference: [{ path: 'PaymentMeans/PaymentID' }],
};

const LINE: Readonly<Record<Exclude<LineField, 'unit'>, readonly Place[]>> = {
  name: [{ path: 'Item/Name' }],
  quantity: [{ path: 'InvoicedQuantity|CreditedQuantity' }],
  unitPrice: [{ path: 'Price/PriceAmount' }],
  netAmount: [{ path: 'LineExtensionAmount' }],
  vatRate: [{ path: 'Item/ClassifiedTaxCategory/Percent' }],
};

/** Reads a UBL 2.1 invoice or credit note. */
export function readUbl(root: XmlElement): EInvoice {
  const [customization] = elementsAt(root, 'CustomizationID');
  const vatIds = (party: string): Place[] => {
    const schemes = elementsAt(root, `${party}/PartyTaxScheme`).filter(isVatScheme);
    const identifiers = new Set(schemes.flatMap((scheme) => elementsAt(scheme, 'CompanyID')));
    return [{ path: `${party}/PartyTaxScheme/CompanyID`, keep: (element) => identifiers.has(element) }];
  };
  const syntax: Syntax = {
    header: { ...HEADER, sellerVatId: vatIds(SELLER), buyerVatId: vatIds(BUYER) },
    line: LINE,
    lines: 'InvoiceLine|CreditNoteLine',
    quantity: 'InvoicedQuantity|CreditedQuantity',
    breakdown: 'TaxTotal/TaxSubtotal',
    tax: { category: 'TaxCategory/ID', rate: 'TaxCategory/Percent', base: 'TaxableAmount', tax: 'TaxAmount' },
    isDate: (name) => name.endsWith('Date'),
  };
  return { syntax: 'UBL', profile: profileOf(customization?.text ?? ''), ...readInvoice(root, syntax) };
}
