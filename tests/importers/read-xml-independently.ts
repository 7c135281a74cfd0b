import { XMLParser } from 'fast-xml-parser';

/** What an invoice's XML says, read with another parser and by other code than the importer's: numbers as numbers. */
export interface Reading {
  header: Record<string, string | number | undefined>;
  taxes: { category: string; rate: number; base: number; tax: number }[];
  lines: Record<string, string | number | undefined>[];
}

type Node = Record<string, unknown>;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
});

const list = (value: unknown): Node[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as Node[]) : [value as Node];
const dig = (node: unknown, ...keys: string[]): unknown => keys.reduce<unknown>((at, key) => list(at)[0]?.[key], node);
const text = (node: unknown): string | undefined => {
  const one = Array.isArray(node) ? (node as unknown[])[0] : node;
  const value = typeof one === 'object' && one !== null ? (one as Node)['#text'] : one;
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const amount = (node: unknown): number | undefined => (text(node) === undefined ? undefined : Number(text(node)));
const iso = (date: string | undefined): string | undefined => date?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');

export function readIndependently(xml: string): Reading {
  const document = parser.parse(xml) as Node;
  const cii = (document.CrossIndustryInvoice ?? document.CrossIndustryDocument) as Node | undefined;
  return cii === undefined ? readUbl((document.Invoice ?? document.CreditNote) as Node) : readCii(cii);
}

function readCii(root: Node): Reading {
  const head = root.ExchangedDocument ?? root.HeaderExchangedDocument;
  const trade = (root.SupplyChainTradeTransaction ?? root.SpecifiedSupplyChainTradeTransaction) as Node;
  const agreement = trade.ApplicableHeaderTradeAgreement ?? trade.ApplicableSupplyChainTradeAgreement;
  const settlement = (trade.ApplicableHeaderTradeSettlement ?? trade.ApplicableSupplyChainTradeSettlement) as Node;
  const sums =
    settlement.SpecifiedTradeSettlementHeaderMonetarySummation ?? settlement.SpecifiedTradeSettlementMonetarySummation;
  const vatId = (role: string): string | undefined =>
    text(
      list(dig(agreement, role, 'SpecifiedTaxRegistration'))
        .map(({ ID }) => ID as Node)
        .find((id) => id['@schemeID'] === 'VA'),
    );
  const order = dig(agreement, 'BuyerOrderReferencedDocument');
  const percent = (tax: Node): number => Number(text(tax.RateApplicablePercent ?? tax.ApplicablePercent));
  return {
    header: {
      invoiceNumber: text(dig(head, 'ID')),
      issueDate: iso(text(dig(head, 'IssueDateTime', 'DateTimeString'))),
      dueDate: iso(text(dig(settlement, 'SpecifiedTradePaymentTerms', 'DueDateDateTime', 'DateTimeString'))),
      purchaseOrderRef: text(dig(order, 'IssuerAssignedID') ?? dig(order, 'ID')),
      sellerName: text(dig(agreement, 'SellerTradeParty', 'Name')),
      sellerVatId: vatId('SellerTradeParty'),
      buyerName: text(dig(agreement, 'BuyerTradeParty', 'Name')),
      buyerVatId: vatId('BuyerTradeParty'),
      currency: text(settlement.InvoiceCurrencyCode),
      lineTotal: amount(dig(sums, 'LineTotalAmount')),
      allowanceTotal: amount(dig(sums, 'AllowanceTotalAmount')),
      chargeTotal: amount(dig(sums, 'ChargeTotalAmount')),
      netTotal: amount(dig(sums, 'TaxBasisTotalAmount')),
      vatTotal: amount(dig(sums, 'TaxTotalAmount')),
      grossTotal: amount(dig(sums, 'GrandTotalAmount')),
      prepaid: amount(dig(sums, 'TotalPrepaidAmount')),
      amountDue: amount(dig(sums, 'DuePayableAmount')),
      iban: text(
        dig(settlement, 'SpecifiedTradeSettlementPaymentMeans', 'PayeePartyCreditorFinancialAccount', 'IBANID'),
      ),
      paymentReference: text(settlement.PaymentReference),
    },
    taxes: list(settlement.ApplicableTradeTax).map((tax) => ({
      category: text(tax.CategoryCode) ?? '',
      rate: percent(tax),
      base: Number(text(tax.BasisAmount)),
      tax: Number(text(tax.CalculatedAmount)),
    })),
    lines: list(trade.IncludedSupplyChainTradeLineItem).map((line) => {
      const own = (line.SpecifiedLineTradeSettlement ?? line.SpecifiedSupplyChainTradeSettlement) as Node;
      const sum = own.SpecifiedTradeSettlementLineMonetarySummation ?? own.SpecifiedTradeSettlementMonetarySummation;
      const quantity = dig(
        line.SpecifiedLineTradeDelivery ?? line.SpecifiedSupplyChainTradeDelivery,
        'BilledQuantity',
      ) as Node;
      const price = dig(
        line.SpecifiedLineTradeAgreement ?? line.SpecifiedSupplyChainTradeAgreement,
        'NetPriceProductTradePrice',
        'ChargeAmount',
      );
      return {
        name: text(dig(line, 'SpecifiedTradeProduct', 'Name')),
        quantity: amount(quantity),
        unit: quantity['@unitCode'] as string,
        unitPrice: amount(price),
        netAmount: amount(dig(sum, 'LineTotalAmount')),
        vatRate: percent(own.ApplicableTradeTax as Node),
      };
    }),
  };
}

function readUbl(root: Node): Reading {
  const sums = root.LegalMonetaryTotal;
  const party = (role: string): Node => dig(root, role, 'Party') as Node;
  const vatId = (role: string): string | undefined =>
    text(list(party(role).PartyTaxScheme).find((scheme) => text(dig(scheme, 'TaxScheme', 'ID')) === 'VAT')?.CompanyID);
  const own = list(root.TaxTotal).find(
    (total) => (total.TaxAmount as Node)['@currencyID'] === root.DocumentCurrencyCode,
  );
  return {
    header: {
      invoiceNumber: text(root.ID),
      issueDate: text(root.IssueDate),
      dueDate: text(root.DueDate ?? dig(root, 'PaymentMeans', 'PaymentDueDate')),
      purchaseOrderRef: text(dig(root, 'OrderReference', 'ID')),
      sellerName: text(dig(party('AccountingSupplierParty'), 'PartyLegalEntity', 'RegistrationName')),
      sellerVatId: vatId('AccountingSupplierParty'),
      buyerName: text(dig(party('AccountingCustomerParty'), 'PartyLegalEntity', 'RegistrationName')),
      buyerVatId: vatId('AccountingCustomerParty'),
      currency: text(root.DocumentCurrencyCode),
      lineTotal: amount(dig(sums, 'LineExtensionAmount')),
      allowanceTotal: amount(dig(sums, 'AllowanceTotalAmount')),
      chargeTotal: amount(dig(sums, 'ChargeTotalAmount')),
      netTotal: amount(dig(sums, 'TaxExclusiveAmount')),
      vatTotal: amount(own?.TaxAmount),
      grossTotal: amount(dig(sums, 'TaxInclusiveAmount')),
      prepaid: amount(dig(sums, 'PrepaidAmount')),
      amountDue: amount(dig(sums, 'PayableAmount')),
      iban: text(dig(root, 'PaymentMeans', 'PayeeFinancialAccount', 'ID')),
      paymentReference: text(dig(root, 'PaymentMeans', 'PaymentID')),
    },
    taxes: list(own?.TaxSubtotal).map((entry) => ({
      category: text(dig(entry, 'TaxCategory', 'ID')) ?? '',
      rate: Number(text(dig(entry, 'TaxCategory', 'Percent'))),
      base: Number(text(entry.TaxableAmount)),
      tax: Number(text(entry.TaxAmount)),
    })),
    lines: list(root.InvoiceLine ?? root.CreditNoteLine).map((line) => {
      const quantity = (line.InvoicedQuantity ?? line.CreditedQuantity) as Node;
      return {
        name: text(dig(line, 'Item', 'Name')),
        quantity: amount(quantity),
        unit: quantity['@unitCode'] as string,
        unitPrice: amount(dig(line, 'Price', 'PriceAmount')),
        netAmount: amount(line.LineExtensionAmount),
        vatRate: amount(dig(line, 'Item', 'ClassifiedTaxCategory', 'Percent')),
      };
    }),
  };
}
