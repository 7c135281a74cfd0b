import type { HeaderField } from '../../../invoices/fields.ts';

/** How invoices name their fields. A label of several fields means the first of them before the others. The longest match counts. */
const LABELS: readonly [string, readonly HeaderField[]][] = [
  [
    'invoice (?:no|nr|number|id|#)|inv\\.? no|document no|bill no|credit note (?:no|number)|rechnungs?-?\\s?(?:nr|nummer)|rechnung nr|belegnummer|beleg-?nr|gutschrifts?-?(?:nr|nummer)|factuurnummer|facture n[°ºo]|n[°ºo] (?:de )?facture|num[ée]ro de facture|facture|n[úu]mero de factura|factura n[°ºo]?|n[.°º]? ?factura|numero fattura|fattura n|nr faktury|numer faktury|faktura nr|fakturanummer|fakturanr|[čc][íi]slo faktury|rechnung|invoice|請求書番号',
    ['invoiceNumber'],
  ],
  [
    'invoice date|date of issue|issue date|issued|billing date|date|datum|rechnungsdatum|belegdatum|ausstellungsdatum|date (?:de )?(?:la )?facture|date d.[ée]mission|fecha(?: de (?:factura|emisi[óo]n))?|data fattura|data|factuurdatum|data wystawienia|fakturadatum|datum vystaven[íi]|発行日|請求日',
    ['issueDate'],
  ],
  [
    'due date|payment due|due by|due on|pay by|payable by|due|f[äa]llig(?: am| bis)?|f[äa]lligkeit(?:sdatum)?|zahlbar bis(?: zum)?|zahlungsziel|zu zahlen bis|[ée]ch[ée]ance|date d.[ée]ch[ée]ance|payable (?:le|avant)|vencimiento|fecha de vencimiento|scadenza|data di scadenza|vervaldatum|te betalen v[óo][óo]r|termin p[łl]atno[śs]ci|f[öo]rfallodatum|datum splatnosti|splatnost|支払期限|お支払期限',
    ['dueDate'],
  ],
  [
    'purchase order(?: no)?|po (?:no|number|#)|p\\.?o\\.?|your order(?: no)?|order (?:no|number|ref)|bestellnummer|bestell-?nr|ihre bestellung|bestellung|auftrags(?:nummer|-?nr)|n[°ºo] de commande|bon de commande|(?:votre )?commande|n[úu]mero de pedido|pedido|ordine(?: n)?|bestelnummer|ordernummer|nr zam[óo]wienia|zam[óo]wienie|[čc][íi]slo objedn[áa]vky|注文番号',
    ['purchaseOrderRef'],
  ],
  [
    'summe der positionen|sou[čc]et [řr][áa]dk[ůu]|rader totalt|som regels|subtotal|sub-total|zwischensumme|summe positionen|positionssumme|warenwert|sum of lines|lines? total|sous-total|suma|subtotaal|delsumma|mezisou[čc]et|小計',
    ['lineTotal', 'netTotal'],
  ],
  [
    'net invoice (?:amount|total)|summe netto|nettosumme|net total|netto gesamt|totaal excl\\.? ?btw|totaal exclusief btw|subtotaal excl\\.? ?btw|totalt exkl\\.? ?moms|exkl\\.? ?moms|celkem bez dph|bez dph|total excl\\.? ?(?:vat|tax|gst)|total excluding (?:vat|tax|gst)|total before tax|montant hors taxes?|hors taxes?|suma netto|razem netto|totale imponibile|total sin iva|税抜合計|税抜金額|本体価格合計|net(?: total| amount)?|total net|total excl(?:uding|\\.)?\\s?(?:vat|tax)?|taxable amount|tax basis|netto(?:betrag)?|gesamt(?:betrag)? netto|gesamtnetto|bemessungsgrundlage|montant ht|total h\\.?t\\.?|total hors taxes?|base imponible|imponibile|totaal excl|warto[śs][ćc] netto|netto|z[áa]klad dan[ěe]',
    ['netTotal'],
  ],
  [
    'vat(?: total| amount)?|total (?:vat|tax)|tax(?: total| amount)?|sales tax|mwst\\.?(?:-betrag)?|ust\\.?|umsatzsteuer|mehrwertsteuer|steuer(?:betrag)?|gesamt(?:betrag)? (?:mwst|ust)|total tva|tva|montant tva|iva|imposta|btw|vat|podatek|moms|dph|消費税',
    ['vatTotal'],
  ],
  [
    'total incl\\.? ?(?:vat|tax|gst)|total including (?:vat|tax|gst)|invoice amount|gesamtpreis|totaal incl\\.? ?btw|totaal inclusief btw|factuurbedrag|totalt inkl\\.? ?moms|fakturabelopp|celkem s dph|celkov[áa] [čc][áa]stka|fakturovan[áa] [čc][áa]stka|suma brutto|razem brutto|kwota brutto|monto total|total con iva|importe de la factura|totale documento|totale iva inclusa|montant total|合計金額|総額|税込合計|total|grand total|invoice total|total amount|total incl(?:uding|\\.)?\\s?(?:vat|tax)?|gesamt(?:betrag|summe)?|rechnungsbetrag|bruttobetrag|brutto|endbetrag|gesamt(?:betrag)? brutto|summe|total ttc|montant ttc|total t\\.t\\.c\\.?|importe total|total factura|totale(?: fattura)?|totaal(?: incl\\.? btw)?|razem|warto[śs][ćc] brutto|totalt|celkem|合計|ご請求金額',
    ['grossTotal'],
  ],
  [
    'balance|outstanding|zahlungsbetrag|restbetrag|restbedrag|openstaand|reste d[ûu]|solde|[àa] payer|pendiente|saldo|da pagare|zb[ýy]v[áa]|zb[ýy]v[áa] uhradit|do zap[łl]aty pozosta[łl]o|kvar att betala|ご請求額|差引請求額|amount due|balance due|total due|amount payable|to pay|please pay|zahlbetrag|zu zahlen(?:der betrag)?|zahlbarer betrag|f[äa]lliger betrag|offener betrag|net [àa] payer|montant d[ûu]|reste [àa] payer|total a pagar|importe a pagar|totale dovuto|netto a pagare|te betalen|do zap[łl]aty|att betala|k [úu]hrad[ěe]|お支払金額',
    ['amountDue'],
  ],
  [
    'amount paid|payments? received|already paid|erhaltene zahlung(?:en)?|abz[üu]glich anzahlung|pagado|pagos recibidos|gi[àa] pagato|reeds betaald|zap[łl]acono|wp[łl]acono|betalt|uhrazeno|入金済|prepaid|paid|deposit|advance|less (?:payments|paid)|anzahlung|bereits gezahlt|vorauszahlung|gezahlt|acompte|d[ée]j[àa] pay[ée]|anticipo|acconto|aanbetaling|vooruitbetaald|zaliczka|f[öo]rskott|z[áa]loha|前払',
    ['prepaid'],
  ],
  [
    'trade discount|preisnachlass|dto\\.?|bonificaci[óo]n|abbuono|upust|avdrag|割引|discount|allowances?|rebate|rabatt|nachlass|abschl[äa]ge?|summe nachl[äa]sse|remise|rabais|descuento|sconto|korting|rabat|sleva|値引',
    ['allowanceTotal'],
  ],
  [
    'charges?|shipping|freight|surcharge|zuschl[äa]ge?|versand(?:kosten)?|fracht|frais(?: de port)?|supplement|gastos|spese|toeslag|verzendkosten|op[łl]aty|frakt|p[řr]ir[áa][žz]ka|送料',
    ['chargeTotal'],
  ],
  [
    'payment reference|remittance(?: info(?:rmation)?)?|reference|quote|verwendungszweck|zahlungsreferenz|r[ée]f[ée]rence (?:de )?paiement|r[ée]f[ée]rence|referencia de pago|causale|betalingskenmerk|tytu[łl] (?:przelewu|p[łl]atno[śs]ci)|ocr|variabiln[íi] symbol',
    ['paymentReference'],
  ],
];

const PATTERNS = LABELS.map(([words, fields]) => ({
  pattern: new RegExp(`(?<![\\p{L}\\d])(?:${words})(?![\\p{L}])`, 'giu'),
  fields,
}));

/** The fields that this text names last, such as `Rechnungsdatum` in `Rechnung 17 Rechnungsdatum:`; none where it names none. */
export function lastFieldsNamed(text: string): readonly HeaderField[] {
  let best: { end: number; length: number; fields: readonly HeaderField[] } = { end: -1, length: 0, fields: [] };
  for (const { pattern, fields } of PATTERNS) {
    for (const { 0: seen, index } of text.matchAll(pattern)) {
      const end = index + seen.length;
      if (end > best.end || (end === best.end && seen.length > best.length))
        best = { end, length: seen.length, fields };
      else if (end === best.end && seen.length === best.length) best = { ...best, fields: [...best.fields, ...fields] };
    }
  }
  return best.fields;
}
