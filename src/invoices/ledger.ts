/** Money as an integer in the currency's smallest unit (cents, yen, fils). */
export type MinorUnits = number;

/** VAT category codes (UNTDID 5305) that ledgers use: standard, zero, exempt, reverse charge, intra-community, export. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G';

/** A seller (BG-4) or buyer (BG-7). */
export interface LedgerParty {
  /** BT-27, BT-44. */
  name: string;
  street: string;
  postcode: string;
  city: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** BT-31, BT-48; compact, with the country's prefix. */
  vatId: string | null;
  /** BT-30, BT-47. */
  registrationId: string | null;
}

/** An allowance (BG-20) or charge (BG-21) on the whole document. */
export interface LedgerAdjustment {
  kind: 'allowance' | 'charge';
  /** What it is for; the word that the document prints depends on it. */
  reason: 'discount' | 'loyalty' | 'shipping' | 'packing' | 'surcharge' | 'stamp';
  amount: MinorUnits;
  category: VatCategory;
  rateThousandths: number;
}

/** One line (BG-25). */
export interface LedgerLine {
  /** BT-126. */
  id: string;
  /** BT-153. */
  name: string;
  /** BT-154. */
  description: string | null;
  /** BT-155. */
  sellerItemId: string | null;
  /** BT-129 in thousandths: 1.5 is 1500. Negative when goods go back. */
  quantityThousandths: number;
  /** BT-130 as a key of the unit words, e.g. `piece`. */
  unit: string;
  /** BT-146 as a scaled integer of `unitPriceDecimals`. Never negative (BR-27). Holds tax where prices are gross. */
  unitPrice: number;
  unitPriceDecimals: number;
  /** BT-149. */
  baseQuantity: number;
  /** BT-136. */
  allowance: MinorUnits;
  /** BT-131. */
  netAmount: MinorUnits;
  /** The line with its tax, where prices are gross; else `null`. */
  grossAmount: MinorUnits | null;
  category: VatCategory;
  /** BT-152, percent in thousandths: 8.25 % is 8250. */
  rateThousandths: number;
}

/** One entry of the VAT breakdown (BG-23). */
export interface LedgerVat {
  category: VatCategory;
  rateThousandths: number;
  /** BT-116. */
  base: MinorUnits;
  /** BT-117. */
  tax: MinorUnits;
}

/** Everything that is true of one invoice in EN 16931 terms, before anything decides what is printed. */
export interface Ledger {
  /** BT-3: 380 invoice, 381 credit note. */
  typeCode: 380 | 381;
  /** Whether line prices are without tax, with tax, or without American sales tax. */
  profile: 'vat' | 'gross' | 'sales-tax';
  invoiceNumber: string;
  /** ISO dates. */
  issueDate: string;
  dueDate: string | null;
  deliveryDate: string | null;
  currency: string;
  /** Decimals of the currency's amounts. */
  decimals: number;
  purchaseOrderRef: string | null;
  /** BT-25: the invoice that a credit note corrects. */
  precedingInvoice: string | null;
  seller: LedgerParty;
  buyer: LedgerParty;
  iban: string | null;
  bic: string | null;
  paymentReference: string | null;
  lines: LedgerLine[];
  adjustments: LedgerAdjustment[];
  vat: LedgerVat[];
  /** BT-106. */
  lineTotal: MinorUnits;
  /** BT-107. */
  allowanceTotal: MinorUnits;
  /** BT-108. */
  chargeTotal: MinorUnits;
  /** BT-109. */
  netTotal: MinorUnits;
  /** BT-110. */
  vatTotal: MinorUnits;
  /** BT-112. */
  grossTotal: MinorUnits;
  /** BT-113. */
  prepaid: MinorUnits;
  /** BT-114. */
  rounding: MinorUnits;
  /** BT-115. */
  amountDue: MinorUnits;
}
