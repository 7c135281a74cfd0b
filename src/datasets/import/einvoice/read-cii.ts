import type { HeaderField, LineField } from '../../../invoices/fields.ts';
import type { EInvoice } from './einvoice.ts';
import { elementsAt, type XmlElement } from './parse-xml.ts';
import { profileOf } from './profiles.ts';
import { readInvoice, type Syntax } from './read-invoice.ts';
import type { Place } from './read-values.ts';

const DOCUMENT = 'ExchangedDocument|HeaderExchangedDocument';
const TRADE = 'SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction';
const AGREEMENT = `${TRADE}/ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement`;
const SETTLEMENT = `${TRADE}/ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement`;
const SUMS = `${SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation`;
const isVatId = ({ attributes }: XmlElement): boolean => attributes.schemeID === 'VA';

/** EN 16931-3-3 (binding of the semantic model to CII); the alternatives are the names of ZUGFeRD 1. */
const HEADER: Readonly<Record<HeaderField, readonly Place[]>> = {
  invoiceNumber: [{ path: `${DOCUMENT}/ID` }],
  issueDate: [{ path: `${DOCUMENT}/IssueDateTime/DateTimeString` }],
  dueDate: [{ path: `${SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString` }],
  purchaseOrderRef: [
    { path: `${AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID` },
    { path: `${AGREEMENT}/BuyerOrderReferencedDocument/ID` },
  ],
  sellerName: [{ path: `${AGREEMENT}/SellerTradeParty/Name` }],
  sellerVatId: [{ path: `${AGREEMENT}/SellerTradeParty/SpecifiedTaxRegistration/ID`, keep: isVatId }],
  buyerName: [{ path: `${AGREEMENT}/BuyerTradeParty/Name` }],
  buyerVatId: [{ path: `${AGREEMENT}/BuyerTradeParty/SpecifiedTaxRegistration/ID`, keep: isVatId }],
  currency: [{ path: `${SETTLEMENT}/InvoiceCurrencyCode` }],
  lineTotal: [{ path: `${SUMS}/LineTotalAmount` }],
  allowanceTotal: [{ path: `${SUMS}/AllowanceTotalAmount` }],
  chargeTotal: [{ path: `${SUMS}/ChargeTotalAmount` }],
  netTotal: [{ path: `${SUMS}/TaxBasisTotalAmount` }],
  vatTotal: [{ path: `${SUMS}/TaxTotalAmount` }],
  grossTotal: [{ path: `${SUMS}/GrandTotalAmount` }],
  prepaid: [{ path: `${SUMS}/TotalPrepaidAmount` }],
  amountDue: [{ path: `${SUMS}/DuePayableAmount` }],
  iban: [{ path: `${SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount/IBANID` }],
  paymentReference: [{ path: `${SETTLEMENT}/PaymentReference` }],
};

const LINE_AGREEMENT = 'SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement';
const LINE_QUANTITY = 'SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery/BilledQuantity';
const LINE_SETTLEMENT = 'SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement';

const LINE: Readonly<Record<Exclude<LineField, 'unit'>, readonly Place[]>> = {
  name: [{ path: 'SpecifiedTradeProduct/Name' }],
  quantity: [{ path: LINE_QUANTITY }],
  unitPrice: [{ path: `${LINE_AGREEMENT}/NetPriceProductTradePrice/ChargeAmount` }],
  netAmount: [
    {
      path: `${LINE_SETTLEMENT}/SpecifiedTradeSettlementLineMonetarySummation|SpecifiedTradeSettlementMonetarySummation/LineTotalAmount`,
    },
  ],
  vatRate: [{ path: `${LINE_SETTLEMENT}/ApplicableTradeTax/RateApplicablePercent|ApplicablePercent` }],
};

const CII: Syntax = {
  header: HEADER,
  line: LINE,
  lines: `${TRADE}/IncludedSupplyChainTradeLineItem`,
  quantity: LINE_QUANTITY,
  breakdown: `${SETTLEMENT}/ApplicableTradeTax`,
  tax: {
    category: 'CategoryCode',
    rate: 'RateApplicablePercent|ApplicablePercent',
    base: 'BasisAmount',
    tax: 'CalculatedAmount',
  },
  isDate: (name) => name === 'DateTimeString' || name === 'DateTime' || name === 'DateString',
};

/** Reads a Cross Industry Invoice: UN/CEFACT D16B and later, as Factur-X and ZUGFeRD 2 use it, or ZUGFeRD 1. */
export function readCii(root: XmlElement): EInvoice {
  const context = 'ExchangedDocumentContext|SpecifiedExchangedDocumentContext';
  const [guideline] = elementsAt(root, `${context}/GuidelineSpecifiedDocumentContextParameter/ID`);
  return {
    syntax: root.name === 'CrossIndustryDocument' ? 'ZUGFeRD 1' : 'CII',
    profile: profileOf(guideline?.text ?? ''),
    ...readInvoice(root, CII),
  };
}
