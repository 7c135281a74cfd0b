/** Label words of `invoices-v1` by language. The last three of every list are printed only by the split `test-labels`. */
export type Language = 'en' | 'de' | 'fr' | 'es';

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

export const HELD_OUT_LABELS = 3;

const list = (text: string): readonly string[] => text.split('|');

export const LABELS: Record<Language, Record<LabelKey, readonly string[]>> = {
  en: {
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
  },
  de: {
    title: list(
      'Rechnung|RECHNUNG|Ausgangsrechnung|Faktura|Handelsrechnung|Honorarrechnung|Schlussrechnung|Abrechnung|Kostennote|Rechnungsbeleg',
    ),
    invoiceNumber: list(
      'Rechnungsnummer|Rechnungsnr.|Rechnung Nr.|Rechnungs-Nr.|Re.-Nr.|Rg.-Nr.|Beleg-Nr.|Belegnummer|Rechnung|Nummer|Nr.|Faktura-Nr.|RE-Nr.|Rechn.-Nr.|Dokument-Nr.|Dokumentnummer|Unsere Rechnung|ReNr|Rechnungs-ID|Fakturanummer|RG-Nummer|Rechnungskennung|Vorgangsbeleg Nr.|Laufende Rechnungsnr.',
    ),
    issueDate: list(
      'Rechnungsdatum|Datum|Ausstellungsdatum|Belegdatum|vom|Re.-Datum|Rg.-Datum|Ausgestellt am|Datum der Rechnung|Rechnung vom|Erstellt am|Fakturadatum|Dokumentdatum|Datum/Ort|Rechn.-Datum|Ausgabedatum|Tag der Ausstellung|Berechnet am',
    ),
    dueDate: list(
      'Fällig am|Fälligkeitsdatum|Zahlbar bis|Zahlungsziel|Fällig|Fälligkeit|Zahlung bis|Bitte zahlen bis|Zu zahlen bis|Zahltermin|Fällig zum|Zahlungsfrist|Netto bis|Spätestens bis|Zahlbar spätestens|Zahlungstermin|Zu begleichen bis|Frist',
    ),
    purchaseOrderRef: list(
      'Bestellnummer|Ihre Bestellung|Bestell-Nr.|Bestellnr.|Ihre Bestellnummer|Ihre Bestell-Nr.|Bestellung|Kundenbestellung|Best.-Nr.|Ihr Auftrag|Kundenreferenz|Ihre Order|Bestellung Nr.|Einkaufsbestellung|Ihre Best.-Nr.|Bestellzeichen|Ihr Bestellbezug|Bestellreferenz',
    ),
    seller: list(
      'Von|Verkäufer|Lieferant|Rechnungssteller|Absender|Leistungserbringer|Anbieter|Aussteller|Firma|Auftragnehmer',
    ),
    buyer: list(
      'Rechnung an|Kunde|An|Empfänger|Rechnungsempfänger|Käufer|Auftraggeber|Rechnungsadresse|Leistungsempfänger|Herrn/Frau/Firma|Rechnungsanschrift|Abnehmer|Besteller|Debitor',
    ),
    vatId: list(
      'USt-IdNr.|USt-ID|UID|Umsatzsteuer-ID|USt.-Id.-Nr.|UST-ID-Nr.|USt-Id|Umsatzsteuer-Identifikationsnummer|VAT-Nr.|UStID|Ust.Ident.-Nr.',
    ),
    currency: list(
      'Währung|Alle Beträge in|Beträge in|Preise in|Rechnungswährung|Angaben in|Belegwährung|Währungscode',
    ),
    lineTotal: list(
      'Zwischensumme|Warenwert|Summe Positionen|Positionssumme|Gesamtwert|Summe der Positionen|Artikelsumme|Warensumme|Leistungssumme',
    ),
    discount: list('Rabatt|Nachlass|Abzgl. Rabatt|Kundenrabatt|Sonderrabatt|Preisnachlass|Abschlag|Gutschrift'),
    shipping: list(
      'Versand|Versandkosten|Fracht|Lieferkosten|Porto|Transportkosten|Verpackung und Versand|Zustellung|Frachtanteil',
    ),
    netTotal: list(
      'Nettobetrag|Summe netto|Netto|Gesamt netto|Nettosumme|Gesamtbetrag netto|Rechnungsbetrag netto|Summe ohne MwSt.|Netto-Gesamt|Nettowert|Gesamtsumme netto|Betrag netto|Warenwert netto|Nettoentgelt|Summe exkl. MwSt.|Netto gesamt|Entgelt netto|Steuerfreie Summe|Bemessungsgrundlage',
    ),
    vatTotal: list(
      'MwSt.|Umsatzsteuer|USt.|zzgl. MwSt.|Mehrwertsteuer|MwSt|zzgl. USt.|Steuerbetrag|Umsatzsteuerbetrag|MwSt.-Betrag|Steuer|Summe MwSt.|enthaltene MwSt.|USt-Betrag|Steuersumme|Steueranteil|Mehrwertst.',
    ),
    grossTotal: list(
      'Gesamtbetrag|Rechnungsbetrag|Gesamtsumme|Summe brutto|Brutto|Bruttobetrag|Gesamt|Endbetrag|Gesamt brutto|Total|Summe|Rechnungssumme|Endsumme|Bruttosumme|Gesamtbetrag brutto|Gesamtpreis|Summe inkl. MwSt.|Rechnungsendbetrag|Betrag inkl. Steuer|Schlusssumme',
    ),
    prepaid: list(
      'Anzahlung|Bereits bezahlt|Abzgl. Anzahlung|Geleistete Anzahlung|Vorauszahlung|Erhaltene Zahlung|Bisher gezahlt|Abschlagszahlung|A-conto-Zahlung',
    ),
    amountDue: list(
      'Zahlbetrag|Zu zahlen|Offener Betrag|Restbetrag|Noch zu zahlen|Zahlungsbetrag|Fälliger Betrag|Restzahlung|Zu zahlender Betrag|Verbleibender Betrag|Offen|Bitte überweisen|Restsumme|Rest|Verbleibt zu zahlen|Offene Forderung',
    ),
    iban: list(
      'IBAN|Bankverbindung|IBAN-Nr.|Konto (IBAN)|Unser Konto|Kontonummer (IBAN)|Überweisung an|Zahlbar auf|Konto IBAN|Zahlungskonto',
    ),
    bic: list('BIC|SWIFT|BIC/SWIFT|BIC-Code|Bankkennung|SWIFT-Code'),
    paymentReference: list(
      'Verwendungszweck|Zahlungsreferenz|Bitte angeben|Referenz|Zahlungszweck|Buchungstext|Überweisungstext',
    ),
    customerNumber: list(
      'Kundennummer|Kunden-Nr.|Kundennr.|Kd.-Nr.|Ihre Kundennummer|Debitorennr.|Kunden-ID|Mandant|Kontokennung',
    ),
    orderNumber: list(
      'Auftragsnummer|Auftrag|Auftrags-Nr.|Unser Zeichen|Projekt|Vorgang|Vertragsnummer|Unser Auftrag|Aktenzeichen',
    ),
    deliveryNote: list('Lieferschein|Lieferschein-Nr.|Lieferscheinnr.|LS-Nr.|Versandnummer|Sendung|Frachtbrief'),
    orderDate: list('Bestelldatum|Auftragsdatum|Bestellt am|Auftrag vom|Bestellung vom|Beauftragt am|Order vom'),
    deliveryDate: list(
      'Lieferdatum|Leistungsdatum|Liefertermin|Geliefert am|Lieferung vom|Leistungszeitpunkt|Erbracht am|Ausgeführt am',
    ),
    taxNumber: list('Steuernummer|Steuer-Nr.|St.-Nr.|HRB|Handelsregister|Amtsgericht HRB|Registernr.|Finanzamt-Nr.'),
    phone: list('Telefon|Tel.|Tel|Fon|Mobil|Rufnummer|Hotline'),
    contact: list('Ansprechpartner|Bearbeiter|Sachbearbeiter|Kontakt|z. Hd.|Ihr Kontakt|Betreuer|Zuständig'),
    description: list('Bezeichnung|Beschreibung|Artikel|Leistung|Position|Ware|Text|Gegenstand'),
    quantity: list('Menge|Anzahl|Stück|Std.|Mge.|Einheiten|Stk.|Umfang'),
    unitPrice: list('Einzelpreis|Preis|E-Preis|EP|Stückpreis|Satz|Preis/Einheit|Einzeln'),
    amount: list('Betrag|Gesamt|G-Preis|Summe|Gesamtpreis|Netto|Wert|Endpreis'),
  },
  fr: {
    title: list(
      'Facture|FACTURE|Facture de vente|Facture commerciale|Note d’honoraires|Facture client|Relevé|Décompte|Pièce comptable|Mémoire',
    ),
    invoiceNumber: list(
      'Facture n°|N° de facture|Numéro de facture|Facture No|N° facture|Réf. facture|Numéro|N°|Facture|FACTURE N°|Facture numéro|No de facture|N° de document|Document n°|N° pièce|Notre facture|Référence facture|Fact. n°|ID facture|Num. facture|Pièce n°|N° du relevé|Numéro de pièce|Code facture',
    ),
    issueDate: list(
      'Date de facture|Date|Date de facturation|Date d’émission|Émise le|En date du|Facture du|Date facture|Date du document|Établie le|Le|Date d’établissement|Date de la facture|Facturé le|Créée le|Dressée le|Jour d’émission|Date de pièce',
    ),
    dueDate: list(
      'Date d’échéance|Échéance|À payer avant le|Payable avant le|Date limite de paiement|Échéance le|À régler avant le|Règlement avant le|Paiement dû le|Payable le|Échéance au|À payer pour le|Date limite|Règlement au|À acquitter avant le|Terme|Dernier jour de paiement',
    ),
    purchaseOrderRef: list(
      'Bon de commande|N° de commande|Votre commande|Commande n°|BC n°|Votre référence|Réf. commande|Commande client|N° BC|Bon de commande n°|Votre bon de commande|Votre commande n°|Numéro de commande|Réf. client|Cde n°|Ordre d’achat|Votre ordre|Réf. d’achat',
    ),
    seller: list(
      'Vendeur|Fournisseur|Émetteur|De|Prestataire|Émis par|Expéditeur|Société|Raison sociale émettrice|Facturé par',
    ),
    buyer: list(
      'Facturé à|Client|Destinataire|Acheteur|À|Adresse de facturation|Doit|Pour|À l’attention de|Facturation|Adressé à|Preneur|Débiteur|Donneur d’ordre',
    ),
    vatId: list(
      'N° TVA|TVA intracom.|N° de TVA|TVA intracommunautaire|N° TVA intracom.|Numéro de TVA|N° TVA intracommunautaire|TVA n°|Id. TVA|Code TVA|Ident. fiscal TVA',
    ),
    currency: list(
      'Devise|Montants en|Tous les montants en|Prix en|Devise de facturation|Exprimé en|Monnaie|Libellé en',
    ),
    lineTotal: list(
      'Sous-total|Total articles|Total des lignes|Total brut HT|Somme des articles|Total marchandises|Total prestations|Valeur des articles',
    ),
    discount: list('Remise|Rabais|Remise commerciale|Réduction|Ristourne|Escompte accordé|Abattement|Déduction'),
    shipping: list(
      'Frais de port|Livraison|Port|Transport|Frais de livraison|Frais d’expédition|Expédition|Acheminement|Affranchissement',
    ),
    netTotal: list(
      'Total HT|Montant HT|Total net HT|Total hors taxes|Net HT|Montant hors taxe|Total H.T.|Total hors TVA|Base HT|Somme HT|Total général HT|Montant total HT|Net hors taxes|TOTAL HT|Sous-total HT|Valeur HT|Montant imposable|Assiette|Prix hors taxes',
    ),
    vatTotal: list(
      'TVA|Montant TVA|Total TVA|Taxe|T.V.A.|Montant de la TVA|TVA totale|Dont TVA|TVA due|Taxes|Total taxes|Somme TVA|Taxe ajoutée|Montant des taxes',
    ),
    grossTotal: list(
      'Total TTC|Montant TTC|Total|Total général|TOTAL TTC|Total T.T.C.|Montant total TTC|Total toutes taxes|Montant total|Total facture|Somme TTC|Montant de la facture|Total général TTC|Prix TTC|Total à facturer|Montant global|Total taxes comprises|Somme totale',
    ),
    prepaid: list('Acompte|Acompte versé|Déjà réglé|Acompte reçu|Avance|Versements|Déjà payé|Provision versée|Arrhes'),
    amountDue: list(
      'Net à payer|Reste à payer|Solde|Solde dû|Montant dû|À payer|Solde à payer|Montant à payer|Reste dû|À régler|Solde restant|Net à régler|Total à payer|Dû|Somme exigible|Restant dû',
    ),
    iban: list(
      'IBAN|Compte bancaire|Coordonnées bancaires|RIB/IBAN|Notre IBAN|Compte IBAN|IBAN n°|Virement sur|À virer sur|Compte à créditer',
    ),
    bic: list('BIC|SWIFT|BIC/SWIFT|Code BIC|Code banque|Code SWIFT'),
    paymentReference: list(
      'Référence de paiement|Référence|À rappeler|Réf. paiement|Libellé du virement|Motif|Communication',
    ),
    customerNumber: list(
      'N° client|Code client|Client n°|Numéro client|Compte client|Réf. compte|Identifiant client|Matricule|Compte tiers',
    ),
    orderNumber: list('Notre commande|Dossier|Affaire|Notre réf.|Projet|Contrat n°|Devis n°|Chantier|Mission'),
    deliveryNote: list('Bon de livraison|BL n°|N° BL|Livraison n°|Expédition n°|Colis|Bordereau'),
    orderDate: list('Date de commande|Commande du|Commandé le|Date commande|Bon du|Passée le|Ordre du'),
    deliveryDate: list(
      'Date de livraison|Livré le|Date de prestation|Livraison le|Date d’exécution|Livraison du|Réalisé le|Fourni le',
    ),
    taxNumber: list('SIRET|SIREN|RCS|N° SIRET|RCS Paris|Immatriculation|Code NAF|Registre'),
    phone: list('Tél.|Téléphone|Tél|Tel|Mobile|Standard|Portable'),
    contact: list(
      'Contact|Suivi par|Votre contact|Interlocuteur|Affaire suivie par|Responsable|Gestionnaire|Correspondant',
    ),
    description: list('Désignation|Description|Article|Prestation|Libellé|Produit|Objet|Nature'),
    quantity: list('Qté|Quantité|Nombre|Heures|Unités|Nb|Vol.|Pièces'),
    unitPrice: list('Prix unitaire|P.U.|PU HT|Prix|Tarif|Prix unit.|Coût unitaire|À l’unité'),
    amount: list('Montant|Total|Total HT|Montant HT|Somme|Prix total|Valeur|Coût'),
  },
  es: {
    title: list(
      'Factura|FACTURA|Factura de venta|Factura comercial|Minuta|Factura ordinaria|Factura simplificada|Liquidación|Cuenta|Documento de cobro',
    ),
    invoiceNumber: list(
      'Factura n.º|Número de factura|N.º de factura|Factura Nº|Nº factura|N.º factura|Número|Núm. factura|Factura|Nº|Factura número|Nº de factura|Ref. factura|Documento n.º|Nº documento|FACTURA Nº|Núm.|N.º doc.|Nuestra factura|Fra. n.º|ID de factura|Serie y número|Código de factura|Comprobante n.º',
    ),
    issueDate: list(
      'Fecha de factura|Fecha|Fecha de emisión|Emitida el|Fecha factura|Fecha de expedición|Expedida el|Con fecha|Fecha del documento|Fecha emisión|Fecha doc.|Fechada el|Fecha de facturación|Facturado el|Extendida el|Día de emisión|Creada el',
    ),
    dueDate: list(
      'Fecha de vencimiento|Vencimiento|Vence el|Pagar antes del|Fecha límite de pago|Vto.|Fecha vencimiento|Pago antes del|A pagar antes del|Vencimiento el|Fecha de pago|Plazo de pago|Pagadero el|Fecha vto.|Abonar antes del|Plazo hasta|Último día de pago',
    ),
    purchaseOrderRef: list(
      'Pedido|N.º de pedido|Su pedido|Orden de compra|Nº pedido|Pedido n.º|Su referencia|Orden de compra n.º|Número de pedido|Pedido de cliente|Su pedido n.º|OC n.º|Ref. pedido|Pedido cliente|Su orden|Encargo de compra|Ref. de compra|Su encargo',
    ),
    seller: list('Vendedor|Proveedor|Emisor|De|Emitida por|Datos del emisor|Empresa|Expedidor|Facturado por|Prestador'),
    buyer: list(
      'Cliente|Facturar a|Facturado a|Comprador|Destinatario|Datos del cliente|A|Para|Dirección de facturación|Receptor|A la atención de|Adquirente|Pagador|Librado',
    ),
    vatId: list(
      'NIF-IVA|NIF/IVA|N.º IVA|NIF intracomunitario|IVA n.º|VAT/NIF|NIF|CIF|N.I.F.|Identificación IVA|Código IVA|Id. fiscal',
    ),
    currency: list(
      'Moneda|Importes en|Todos los importes en|Divisa|Moneda de factura|Precios en|Expresado en|Valores en',
    ),
    lineTotal: list(
      'Subtotal|Suma de líneas|Total artículos|Importe bruto|Suma|Total líneas|Total conceptos|Valor de artículos|Suma de conceptos',
    ),
    discount: list('Descuento|Dto.|Descuento comercial|Bonificación|Rebaja|Dto. cliente|Reducción|Deducción'),
    shipping: list('Portes|Gastos de envío|Envío|Transporte|Flete|Gastos de transporte|Reparto|Franqueo|Mensajería'),
    netTotal: list(
      'Base imponible|Total sin IVA|Importe neto|Total neto|Neto|Subtotal sin IVA|Importe sin IVA|Base|Total base imponible|Suma neta|Neto total|Valor neto|Total antes de IVA|Importe base|Base total|Total bruto sin IVA|Monto neto|Suma sin impuestos|Cuantía neta',
    ),
    vatTotal: list(
      'IVA|Importe IVA|Cuota IVA|Total IVA|I.V.A.|Impuestos|Cuota de IVA|IVA total|Impuesto|Total impuestos|Más IVA|Cuota tributaria|Suma de IVA|Monto del IVA',
    ),
    grossTotal: list(
      'Total|Total factura|Importe total|TOTAL|Total con IVA|Total IVA incluido|Total a facturar|Importe factura|Total general|TOTAL FACTURA|Total bruto|Importe total con IVA|Total documento|Suma total|Total de la factura|Monto total|Gran total|Cuantía total|Total íntegro',
    ),
    prepaid: list(
      'Anticipo|Pagado a cuenta|Anticipo recibido|Pago a cuenta|Ya abonado|Entrega a cuenta|Depósito|Señal|Provisión',
    ),
    amountDue: list(
      'Importe a pagar|Total a pagar|Pendiente de pago|Saldo pendiente|A pagar|Importe pendiente|Saldo|Líquido a pagar|Resto a pagar|Por pagar|Pendiente|Líquido|Restante|A abonar|Deuda|Cantidad exigible',
    ),
    iban: list(
      'IBAN|Cuenta bancaria|Cuenta IBAN|N.º de cuenta (IBAN)|Nuestra cuenta|IBAN n.º|Domiciliación|Cuenta corriente|Transferir a|Abonar en',
    ),
    bic: list('BIC|SWIFT|BIC/SWIFT|Código BIC|Código banco|Código SWIFT'),
    paymentReference: list('Referencia de pago|Referencia|Concepto|Ref. pago|Indicar|Motivo|Texto de transferencia'),
    customerNumber: list(
      'N.º de cliente|Código de cliente|Cliente n.º|Nº cliente|Cód. cliente|Cuenta cliente|Id. cliente|Abonado|Código de cuenta',
    ),
    orderNumber: list(
      'Nuestro pedido|Albarán de pedido|Nuestra ref.|Proyecto|Expediente|Contrato n.º|Presupuesto|Obra|Trabajo',
    ),
    deliveryNote: list('Albarán|Albarán n.º|Nº albarán|Nota de entrega|Envío n.º|Remesa|Guía'),
    orderDate: list('Fecha de pedido|Pedido del|Fecha pedido|Pedido el|Solicitado el|Encargado el|Orden del'),
    deliveryDate: list(
      'Fecha de entrega|Entregado el|Fecha de servicio|Fecha de operación|Entrega|Fecha entrega|Prestado el|Servido el',
    ),
    taxNumber: list('Registro Mercantil|Reg. Merc.|Hoja|Inscripción|Tomo|Licencia|Nº registro|Folio'),
    phone: list('Teléfono|Tel.|Tlf.|Tfno.|Móvil|Centralita|Tel'),
    contact: list('Contacto|Atención|Su contacto|Comercial|Atendido por|Responsable|Gestor|Tramitado por'),
    description: list('Descripción|Concepto|Artículo|Producto|Servicio|Detalle|Género|Partida'),
    quantity: list('Cantidad|Cant.|Uds.|Unidades|Horas|Ud.|Núm.|Piezas'),
    unitPrice: list('Precio|Precio unitario|P. unit.|Precio ud.|Tarifa|P.U.|Coste|Por unidad'),
    amount: list('Importe|Total|Neto|Suma|Subtotal|Valor|Monto|Coste total'),
  },
};
