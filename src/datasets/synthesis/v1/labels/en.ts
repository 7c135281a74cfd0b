import { type LabelWords, list } from './label-key.ts';

export const en: LabelWords = {
  title: list(
    'Invoice|INVOICE|Tax Invoice|TAX INVOICE|Commercial Invoice|Sales Invoice|Bill|Statement of charges|Fee note|Billing document',
  ),
  invoiceNumber: list(
    'Invoice No.|Invoice number|Invoice #|Invoice no|INV NO|Inv. No.|Invoice ID|Document no.|Document number|Bill number|Bill no.|Tax invoice no.|Invoice ref.|Our invoice|Invoice|Number|No.|Inv #|Document ID|Billing number|Receipt no.|Invoice code|Serial no. of invoice|Voucher no.',
  ),
  issueDate: list(
    'Invoice date|Date|Date of issue|Issued|Issue date|Issued on|Dated|Billing date|Document date|Bill date|Inv. date|Date of invoice|Tax point|Invoice dated|Date issued|Created|Invoiced on|Raised on|Drawn up on|Day of issue',
  ),
  dueDate: list(
    'Due date|Payment due|Due|Pay by|Due on|Payable by|Payment due date|Due by|Date due|Please pay by|To be paid by|Payment date|Settlement date|Pay before|Deadline|Net due|Payable until|Settle by|Last day of payment|Matures on',
  ),
  purchaseOrderRef: list(
    'PO number|P.O. #|Purchase order|Your order|PO|PO no.|Your order no.|Customer PO|P.O. number|PO #|Your PO|Purchase order no.|Buyer order no.|Cust. order|PO ref.|Your purchase order|Client order ref.|Order by you|Buyer PO ref|Ordering ref. (yours)',
  ),
  seller: list(
    'From|Seller|Supplier|Vendor|Issued by|Remit to|Billed by|Service provider|Merchant|Invoicing party|Invoice issuer',
  ),
  buyer: list(
    'Bill to|Customer|Sold to|To|Billed to|Invoice to|Client|Buyer|Bill-to party|Attention|Account|Purchaser|Charged to|Recipient of invoice|Debtor',
  ),
  vatId: list(
    'VAT ID|VAT No.|VAT number|VAT Reg. No.|VAT|VAT reg no|VAT registration|VAT no|Tax reg. (VAT)|VAT identifier|VAT code|VRN',
  ),
  currency: list(
    'Currency|All amounts in|Amounts in|Invoice currency|Billing currency|Prices in|Stated in|Document currency',
  ),
  lineTotal: list(
    'Subtotal|Sub-total|Goods total|Sum of items|Items total|Total of lines|Merchandise|Positions total|Line sum|Sum of positions',
  ),
  discount: list(
    'Discount|Less discount|Rebate|Trade discount|Loyalty discount|Price reduction|Deduction|Allowance granted',
  ),
  shipping: list(
    'Shipping|Freight|Delivery charge|Carriage|Postage and packing|Shipping & handling|Transport|Dispatch cost|Courier',
  ),
  netTotal: list(
    'Net total|Net amount|Total excl. VAT|Total net|Net|Total before tax|Taxable amount|Total excluding tax|Amount excl. tax|Net value|Net invoice amount|Total ex VAT|Subtotal excl. tax|Net sum|Taxable total|Net payable before VAT|Pre-tax total|Sum without tax|Untaxed amount',
  ),
  vatTotal: list(
    'VAT|VAT amount|Tax|Total VAT|Sales tax|Tax amount|Value added tax|VAT total|Plus VAT|Total tax|Tax total|Tax due|State sales tax|Sales tax amount|VAT sum|Sum of tax|VAT charged|Added tax',
  ),
  grossTotal: list(
    'Total|Grand total|TOTAL|Invoice total|Total amount|Total incl. VAT|Total incl. tax|Gross total|Gross amount|Total gross|Invoice amount|Total including tax|Final amount|Total price|Sum total|Overall total|Full amount|Total with tax|Amount in full',
  ),
  prepaid: list(
    'Deposit paid|Prepaid|Advance payment|Paid to date|Less deposit|Already paid|Payments received|Amount received|On-account payment|Down payment',
  ),
  amountDue: list(
    'Amount due|Balance due|Amount payable|Total due|To pay|Balance|Outstanding|Remaining balance|Payable amount|Due now|Please pay|Open amount|Balance payable|Left to pay|Still owing|Remainder',
  ),
  iban: list(
    'IBAN|Bank account (IBAN)|Account IBAN|IBAN no.|IBAN number|Pay to IBAN|Our IBAN|Transfer to|International account no.|Beneficiary account',
  ),
  bic: list('BIC|SWIFT|BIC/SWIFT|SWIFT code|Bank code|Bank identifier'),
  paymentReference: list(
    'Payment reference|Reference|Quote|Please quote|Payment ref.|Remittance ref.|Transfer text|Purpose',
  ),
  customerNumber: list(
    'Customer no.|Customer number|Account no.|Client no.|Customer ID|Cust. no.|Client ID|Account number|Debtor no.|Patron no.',
  ),
  orderNumber: list(
    'Sales order|Our order no.|Order no.|Our ref.|Job no.|Project|Order ID|Contract no.|Case no.|Ticket',
  ),
  deliveryNote: list(
    'Delivery note|Delivery note no.|Packing slip|Despatch note|Shipment no.|Consignment|Waybill|Docket no.',
  ),
  orderDate: list(
    'Order date|Ordered on|Date of order|PO date|Order placed|Order received|Commissioned on|Requested on',
  ),
  deliveryDate: list(
    'Delivery date|Delivered on|Date of supply|Shipped on|Ship date|Service date|Supply date|Performed on|Handed over on',
  ),
  taxNumber: list('Tax no.|Company no.|Reg. no.|EIN|Tax ID|Registered no.|Company reg.|Federal ID'),
  phone: list('Phone|Tel.|Tel|T|Call us|Telephone|Hotline|Mobile'),
  contact: list('Contact|Attn.|Your contact|Clerk|Handled by|Sales rep|Processed by|Agent'),
  description: list('Description|Item|Product|Details|Service|Article|Goods|Particulars'),
  quantity: list('Qty|Quantity|Units|Hours|Qty.|Pcs|Count|Number of'),
  unitPrice: list('Unit price|Price|Rate|Each|Unit cost|Price/unit|Single price|Per unit'),
  amount: list('Amount|Total|Line total|Net|Sum|Value|Extended|Cost'),
};
