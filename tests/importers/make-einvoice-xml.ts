/** What an invoice of these tests says. Amounts as the XML writes them. */
export interface Facts {
  number: string;
  issued: string;
  due?: string;
  order?: string;
  seller: { name: string; vatId?: string };
  buyer: { name: string; vatId?: string };
  currency: string;
  taxes: { category: string; rate: string; base: string; tax: string }[];
  lines: { name: string; quantity: string; unit: string; price: string; net: string; rate: string }[];
  lineTotal: string;
  allowance?: string;
  charge?: string;
  net: string;
  vat: string;
  gross: string;
  prepaid?: string;
  payable: string;
  iban?: string;
  reference?: string;
}

export const GUIDELINES = {
  MINIMUM: 'urn:factur-x.eu:1p0:minimum',
  'BASIC WL': 'urn:factur-x.eu:1p0:basicwl',
  BASIC: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
  'EN 16931': 'urn:cen.eu:en16931:2017',
  EXTENDED: 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
  XRECHNUNG: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
} as const;

export type CiiProfile = keyof typeof GUIDELINES;

const when = (value: unknown, xml: string): string => (value === undefined ? '' : xml);
const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const compact = (iso: string): string => iso.replaceAll('-', '');

/** A Cross Industry Invoice that says what its profile can carry. */
export function makeCii(facts: Facts, profile: CiiProfile): string {
  const whole = profile !== 'MINIMUM';
  const lined = whole && profile !== 'BASIC WL';
  const party = (role: string, { name, vatId }: Facts['seller'], withVat: boolean): string => `
      <ram:${role}TradeParty>
        <ram:Name>${escape(name)}</ram:Name>
        ${when(withVat ? vatId : undefined, `<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">201/113/40209</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${vatId}</ram:ID></ram:SpecifiedTaxRegistration>`)}
      </ram:${role}TradeParty>`;
  const line = ({ name, quantity, unit, price, net, rate }: Facts['lines'][number], index: number): string => `
    <ram:IncludedSupplyChainTradeLineItem>
      <ram:AssociatedDocumentLineDocument><ram:LineID>${index + 1}</ram:LineID></ram:AssociatedDocumentLineDocument>
      <ram:SpecifiedTradeProduct><ram:Name>${escape(name)}</ram:Name></ram:SpecifiedTradeProduct>
      <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>${price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
      <ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="${unit}">${quantity}</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
      <ram:SpecifiedLineTradeSettlement>
        <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>${rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
        <ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>${net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation>
      </ram:SpecifiedLineTradeSettlement>
    </ram:IncludedSupplyChainTradeLineItem>`;
  const tax = ({ category, rate, base, tax: amount }: Facts['taxes'][number]): string =>
    `<ram:ApplicableTradeTax><ram:CalculatedAmount>${amount}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>${base}</ram:BasisAmount><ram:CategoryCode>${category}</ram:CategoryCode><ram:RateApplicablePercent>${rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
  <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>${GUIDELINES[profile]}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
  <rsm:ExchangedDocument><ram:ID>${facts.number}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${compact(facts.issued)}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
  <rsm:SupplyChainTradeTransaction>${lined ? facts.lines.map(line).join('') : ''}
    <ram:ApplicableHeaderTradeAgreement>${party('Seller', facts.seller, true)}${party('Buyer', facts.buyer, whole)}
      ${when(facts.order, `<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>${facts.order}</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>`)}
    </ram:ApplicableHeaderTradeAgreement>
    <ram:ApplicableHeaderTradeDelivery/>
    <ram:ApplicableHeaderTradeSettlement>
      ${when(whole ? facts.reference : undefined, `<ram:PaymentReference>${facts.reference}</ram:PaymentReference>`)}
      <ram:InvoiceCurrencyCode>${facts.currency}</ram:InvoiceCurrencyCode>
      ${when(whole ? facts.iban : undefined, `<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${facts.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>`)}
      ${whole ? facts.taxes.map(tax).join('') : ''}
      ${when(whole ? facts.due : undefined, `<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${compact(facts.due ?? '')}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`)}
      <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
        ${whole ? `<ram:LineTotalAmount>${facts.lineTotal}</ram:LineTotalAmount>` : ''}
        ${when(whole ? facts.charge : undefined, `<ram:ChargeTotalAmount>${facts.charge}</ram:ChargeTotalAmount>`)}
        ${when(whole ? facts.allowance : undefined, `<ram:AllowanceTotalAmount>${facts.allowance}</ram:AllowanceTotalAmount>`)}
        <ram:TaxBasisTotalAmount>${facts.net}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="${facts.currency}">${facts.vat}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount>${facts.gross}</ram:GrandTotalAmount>
        ${when(whole ? facts.prepaid : undefined, `<ram:TotalPrepaidAmount>${facts.prepaid}</ram:TotalPrepaidAmount>`)}
        <ram:DuePayableAmount>${facts.payable}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    </ram:ApplicableHeaderTradeSettlement>
  </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`;
}

/** A ZUGFeRD 1 document of the profile COMFORT: other names, another namespace. */
export function makeZugferd1(facts: Facts): string {
  const vat = (id: string | undefined): string =>
    when(id, `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${id}</ram:ID></ram:SpecifiedTaxRegistration>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryDocument xmlns:rsm="urn:ferd:CrossIndustryDocument:invoice:1p0" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15">
  <rsm:SpecifiedExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:ferd:CrossIndustryDocument:invoice:1p0:comfort</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:SpecifiedExchangedDocumentContext>
  <rsm:HeaderExchangedDocument><ram:ID>${facts.number}</ram:ID><ram:Name>RECHNUNG</ram:Name><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${compact(facts.issued)}</udt:DateTimeString></ram:IssueDateTime></rsm:HeaderExchangedDocument>
  <rsm:SpecifiedSupplyChainTradeTransaction>
    <ram:ApplicableSupplyChainTradeAgreement>
      <ram:SellerTradeParty><ram:Name>${escape(facts.seller.name)}</ram:Name>${vat(facts.seller.vatId)}</ram:SellerTradeParty>
      <ram:BuyerTradeParty><ram:Name>${escape(facts.buyer.name)}</ram:Name>${vat(facts.buyer.vatId)}</ram:BuyerTradeParty>
      ${when(facts.order, `<ram:BuyerOrderReferencedDocument><ram:ID>${facts.order}</ram:ID></ram:BuyerOrderReferencedDocument>`)}
    </ram:ApplicableSupplyChainTradeAgreement>
    <ram:ApplicableSupplyChainTradeSettlement>
      ${when(facts.reference, `<ram:PaymentReference>${facts.reference}</ram:PaymentReference>`)}
      <ram:InvoiceCurrencyCode>${facts.currency}</ram:InvoiceCurrencyCode>
      ${when(facts.iban, `<ram:SpecifiedTradeSettlementPaymentMeans><ram:PayeePartyCreditorFinancialAccount><ram:IBANID>${facts.iban}</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>`)}
      ${facts.taxes.map(({ category, rate, base, tax }) => `<ram:ApplicableTradeTax><ram:CalculatedAmount currencyID="EUR">${tax}</ram:CalculatedAmount><ram:BasisAmount currencyID="EUR">${base}</ram:BasisAmount><ram:CategoryCode>${category}</ram:CategoryCode><ram:ApplicablePercent>${rate}</ram:ApplicablePercent></ram:ApplicableTradeTax>`).join('')}
      ${when(facts.due, `<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">${compact(facts.due ?? '')}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>`)}
      <ram:SpecifiedTradeSettlementMonetarySummation>
        <ram:LineTotalAmount currencyID="EUR">${facts.lineTotal}</ram:LineTotalAmount>
        <ram:TaxBasisTotalAmount currencyID="EUR">${facts.net}</ram:TaxBasisTotalAmount>
        <ram:TaxTotalAmount currencyID="EUR">${facts.vat}</ram:TaxTotalAmount>
        <ram:GrandTotalAmount currencyID="EUR">${facts.gross}</ram:GrandTotalAmount>
        <ram:DuePayableAmount currencyID="EUR">${facts.payable}</ram:DuePayableAmount>
      </ram:SpecifiedTradeSettlementMonetarySummation>
    </ram:ApplicableSupplyChainTradeSettlement>
    ${facts.lines.map(({ name, quantity, unit, price, net, rate }) => `<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedSupplyChainTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount currencyID="EUR">${price}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedSupplyChainTradeAgreement><ram:SpecifiedSupplyChainTradeDelivery><ram:BilledQuantity unitCode="${unit}">${quantity}</ram:BilledQuantity></ram:SpecifiedSupplyChainTradeDelivery><ram:SpecifiedSupplyChainTradeSettlement><ram:ApplicableTradeTax><ram:ApplicablePercent>${rate}</ram:ApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementMonetarySummation><ram:LineTotalAmount currencyID="EUR">${net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementMonetarySummation></ram:SpecifiedSupplyChainTradeSettlement><ram:SpecifiedTradeProduct><ram:Name>${escape(name)}</ram:Name></ram:SpecifiedTradeProduct></ram:IncludedSupplyChainTradeLineItem>`).join('')}
  </rsm:SpecifiedSupplyChainTradeTransaction>
</rsm:CrossIndustryDocument>
`;
}

/** A UBL 2.1 invoice or credit note. */
export function makeUbl(facts: Facts, root: 'Invoice' | 'CreditNote', customization: string): string {
  const quantity = root === 'Invoice' ? 'InvoicedQuantity' : 'CreditedQuantity';
  const party = ({ name, vatId }: Facts['seller']): string =>
    `<cac:Party><cac:PartyName><cbc:Name>Trading as something else</cbc:Name></cac:PartyName>${when(vatId, `<cac:PartyTaxScheme><cbc:CompanyID>${vatId}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`)}<cac:PartyTaxScheme><cbc:CompanyID>4711-LOCAL</cbc:CompanyID><cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme><cac:PartyLegalEntity><cbc:RegistrationName>${escape(name)}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>`;
  const money = (name: string, amount: string | undefined): string =>
    when(amount, `<cbc:${name} currencyID="${facts.currency}">${amount}</cbc:${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>${customization}</cbc:CustomizationID>
  <cbc:ID>${facts.number}</cbc:ID>
  <cbc:IssueDate>${facts.issued}</cbc:IssueDate>
  ${when(root === 'Invoice' ? facts.due : undefined, `<cbc:DueDate>${facts.due}</cbc:DueDate>`)}
  <cbc:DocumentCurrencyCode>${facts.currency}</cbc:DocumentCurrencyCode>
  ${when(facts.order, `<cac:OrderReference><cbc:ID>${facts.order}</cbc:ID></cac:OrderReference>`)}
  <cac:AccountingSupplierParty>${party(facts.seller)}</cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty>${party(facts.buyer)}</cac:AccountingCustomerParty>
  <cac:PaymentMeans>${when(root === 'CreditNote' ? facts.due : undefined, `<cbc:PaymentDueDate>${facts.due}</cbc:PaymentDueDate>`)}${when(facts.reference, `<cbc:PaymentID>${facts.reference}</cbc:PaymentID>`)}${when(facts.iban, `<cac:PayeeFinancialAccount><cbc:ID>${facts.iban}</cbc:ID></cac:PayeeFinancialAccount>`)}</cac:PaymentMeans>
  <cac:TaxTotal>${money('TaxAmount', facts.vat)}${facts.taxes.map(({ category, rate, base, tax }) => `<cac:TaxSubtotal>${money('TaxableAmount', base)}${money('TaxAmount', tax)}<cac:TaxCategory><cbc:ID>${category}</cbc:ID><cbc:Percent>${rate}</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>`).join('')}</cac:TaxTotal>
  <cac:TaxTotal><cbc:TaxAmount currencyID="PLN">999.99</cbc:TaxAmount></cac:TaxTotal>
  <cac:LegalMonetaryTotal>${money('LineExtensionAmount', facts.lineTotal)}${money('TaxExclusiveAmount', facts.net)}${money('TaxInclusiveAmount', facts.gross)}${money('AllowanceTotalAmount', facts.allowance)}${money('ChargeTotalAmount', facts.charge)}${money('PrepaidAmount', facts.prepaid)}${money('PayableAmount', facts.payable)}</cac:LegalMonetaryTotal>
  ${facts.lines.map((line, index) => `<cac:${root}Line><cbc:ID>${index + 1}</cbc:ID><cbc:${quantity} unitCode="${line.unit}">${line.quantity}</cbc:${quantity}>${money('LineExtensionAmount', line.net)}<cac:Item><cbc:Name>${escape(line.name)}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${line.rate}</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item><cac:Price>${money('PriceAmount', line.price)}</cac:Price></cac:${root}Line>`).join('')}
</${root}>
`;
}
