import { Big } from 'big.js';
import type { HeaderField, LineField } from '../../invoices/fields.ts';
import type { GroundTruth, TrueValue, VatBreakdownEntry } from '../../invoices/truth.ts';
import { unitCodeOf } from '../import/page/unit-words.ts';

export interface UblInvoice {
  xml: string;
  /** Elements that UBL 2.1 requires and this truth cannot fill: it does not know them, or the document does not print them. */
  missing: string[];
}

/** What differs between the two documents of UBL; the sequence of their elements is otherwise the same. */
const KINDS = {
  invoice: { root: 'Invoice', type: '380', line: 'InvoiceLine', quantity: 'InvoicedQuantity' },
  creditNote: { root: 'CreditNote', type: '381', line: 'CreditNoteLine', quantity: 'CreditedQuantity' },
} as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

/**
 * The truth of one document as a UBL 2.1 invoice (380) or credit note (381) with the places of EN 16931. Only what is `present` is written: nothing
 * is made up for what is absent or unknown, and `missing` names what a validator will ask for. The one thing derived is
 * the payable amount, where the document prints none and no prepayment: then it is the gross total (EN 16931, BR-CO-16).
 */
export function renderUbl({ fields, currency, documentType, vatBreakdown = [], lines = [] }: GroundTruth): UblInvoice {
  const kind = documentType === 'credit-note' ? KINDS.creditNote : KINDS.invoice;
  const isInvoice = kind === KINDS.invoice;
  const valueOf = (field: HeaderField): string | undefined => present(fields[field]);
  const code = valueOf('currency') ?? currency;
  const money = (name: string, amount: string | undefined): string => amountElement(name, amount, code);
  const payable = valueOf('amountDue') ?? (fields.prepaid?.state === 'present' ? undefined : valueOf('grossTotal'));
  const account = element('cac:PayeeFinancialAccount', element('cbc:ID', text(valueOf('iban'))));
  const dueDate = text(valueOf('dueDate'));
  // A credit note has no due date of its own in UBL: it stands with the payment (EN 16931-3-2, BT-9).
  const payment =
    (isInvoice ? '' : element('cbc:PaymentDueDate', dueDate)) +
    element('cbc:PaymentID', text(valueOf('paymentReference'))) +
    account;
  const order = element('cac:OrderReference', element('cbc:ID', text(valueOf('purchaseOrderRef'))));
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<${kind.root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${kind.root}-2"`,
    ' xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"',
    ' xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">',
    element('cbc:CustomizationID', 'urn:cen.eu:en16931:2017'),
    element('cbc:ID', text(valueOf('invoiceNumber'))),
    element('cbc:IssueDate', text(valueOf('issueDate'))),
    isInvoice ? element('cbc:DueDate', dueDate) : '',
    element(`cbc:${kind.root}TypeCode`, kind.type),
    element('cbc:DocumentCurrencyCode', text(code)),
    order,
    element('cac:AccountingSupplierParty', partyOf(valueOf('sellerName'), valueOf('sellerVatId'))),
    element('cac:AccountingCustomerParty', partyOf(valueOf('buyerName'), valueOf('buyerVatId'))),
    payment === ''
      ? ''
      : element('cac:PaymentMeans', element('cbc:PaymentMeansCode', account === '' ? '1' : '30') + payment),
    element(
      'cac:TaxTotal',
      money('cbc:TaxAmount', valueOf('vatTotal')) + vatBreakdown.map((entry) => subtotalOf(entry, code)).join(''),
    ),
    element(
      'cac:LegalMonetaryTotal',
      [
        money('cbc:LineExtensionAmount', valueOf('lineTotal')),
        money('cbc:TaxExclusiveAmount', valueOf('netTotal')),
        money('cbc:TaxInclusiveAmount', valueOf('grossTotal')),
        money('cbc:AllowanceTotalAmount', valueOf('allowanceTotal')),
        money('cbc:ChargeTotalAmount', valueOf('chargeTotal')),
        money('cbc:PrepaidAmount', valueOf('prepaid')),
        money('cbc:PayableAmount', payable),
      ].join(''),
    ),
    ...lines.map((line, index) => lineOf(line, { index, code, kind, vatBreakdown })),
    `\n</${kind.root}>\n`,
  ].join('');
  const required: readonly [string, boolean][] = [
    ['ID', valueOf('invoiceNumber') !== undefined],
    ['IssueDate', valueOf('issueDate') !== undefined],
    ['AccountingSupplierParty', valueOf('sellerName') !== undefined],
    ['AccountingCustomerParty', valueOf('buyerName') !== undefined],
    ['TaxAmount', vatBreakdown.length === 0 || valueOf('vatTotal') !== undefined],
    ['PayableAmount', payable !== undefined],
    [
      kind.line,
      lines.length > 0 &&
        lines.every(({ netAmount, name }) => present(netAmount) !== undefined && present(name) !== undefined),
    ],
  ];
  return { xml, missing: required.flatMap(([name, has]) => (has ? [] : [name])) };
}

function present(truth: TrueValue | undefined): string | undefined {
  return truth?.state === 'present' ? (truth.value ?? undefined) : undefined;
}

/** Characters that XML 1.0 cannot carry become U+FFFD: a document may print them, a parser would refuse the file. */
function text(value: string | undefined): string {
  return (
    (value ?? '')
      // oxlint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // Parsers turn a bare carriage return into a line feed.
      .replaceAll('\r', '&#13;')
  );
}

function element(name: string, content: string): string {
  return content === '' ? '' : `\n<${name}>${content}</${name}>`;
}

function amountElement(name: string, amount: string | undefined, currency: string): string {
  return amount === undefined ? '' : `\n<${name} currencyID="${text(currency)}">${text(amount)}</${name}>`;
}

const VAT_SCHEME = '<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>';

function partyOf(name: string | undefined, vatId: string | undefined): string {
  const scheme =
    vatId === undefined ? '' : element('cac:PartyTaxScheme', element('cbc:CompanyID', text(vatId)) + VAT_SCHEME);
  const legal = element('cac:PartyLegalEntity', element('cbc:RegistrationName', text(name)));
  return element('cac:Party', scheme + legal);
}

function subtotalOf({ category, rate, base, tax }: VatBreakdownEntry, currency: string): string {
  const amounts = amountElement('cbc:TaxableAmount', base, currency) + amountElement('cbc:TaxAmount', tax, currency);
  const kind = element('cbc:ID', text(category)) + element('cbc:Percent', text(rate)) + VAT_SCHEME;
  return element('cac:TaxSubtotal', amounts + element('cac:TaxCategory', kind));
}

function lineOf(
  line: Partial<Record<LineField, TrueValue>>,
  {
    index,
    code,
    kind,
    vatBreakdown,
  }: { index: number; code: string; kind: Kind; vatBreakdown: readonly VatBreakdownEntry[] },
): string {
  const [quantity, unit, rate] = [present(line.quantity), present(line.unit), present(line.vatRate)];
  const unitCode = unit === undefined ? '' : ` unitCode="${text(unitCodeOf(unit))}"`;
  const category = rate === undefined ? '' : categoryOf(rate, vatBreakdown);
  return element(
    `cac:${kind.line}`,
    [
      element('cbc:ID', String(index + 1)),
      quantity === undefined ? '' : `\n<cbc:${kind.quantity}${unitCode}>${text(quantity)}</cbc:${kind.quantity}>`,
      amountElement('cbc:LineExtensionAmount', present(line.netAmount), code),
      element('cac:Item', element('cbc:Name', text(present(line.name))) + category),
      element('cac:Price', amountElement('cbc:PriceAmount', present(line.unitPrice), code)),
    ].join(''),
  );
}

/** The category of a line's rate, where the breakdown has exactly one for that rate. */
function categoryOf(rate: string, vatBreakdown: readonly VatBreakdownEntry[]): string {
  const same = vatBreakdown.filter((entry) => sameDecimal(entry.rate, rate));
  const [only] = new Set(same.map(({ category }) => category)).size === 1 ? same : [];
  const identifier = only === undefined ? '' : element('cbc:ID', text(only.category));
  return element('cac:ClassifiedTaxCategory', identifier + element('cbc:Percent', text(rate)) + VAT_SCHEME);
}

function sameDecimal(a: string, b: string): boolean {
  try {
    return new Big(a).eq(b);
  } catch {
    return a === b;
  }
}
