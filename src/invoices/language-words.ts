import type { Language } from './locales.ts';

/** Words that invoices of a language use, as they fold by `toLowerCase`. Words of several languages vote for each. */
const WORDS: Readonly<Record<Language, string>> = {
  en:
    'invoice bill number date due total amount vat tax sales to from payable subtotal net gross order purchase customer seller ' +
    'buyer supplier vendor client quantity qty price unit description payment terms bank account the of and for please pay ' +
    'within days thank you balance sold by item items reference issued your our ltd inc llc limited currency service ' +
    'services delivery page contact registered company shipping discount receipt statement goods rate no with this is on',
  de:
    'rechnung rechnungsnummer rechnungsnr rechnungsdatum rechnungsbetrag nummer datum fällig fälligkeit fälligkeitsdatum ' +
    'zahlbar betrag gesamtbetrag gesamt gesamtsumme summe zwischensumme netto nettobetrag brutto bruttobetrag mwst ust ' +
    'mehrwertsteuer umsatzsteuer steuer kunde käufer verkäufer lieferant empfänger rechnungsempfänger bestellung ' +
    'bestellnummer bestellnr menge preis einzelpreis stück bezeichnung beschreibung artikel zahlung zahlungsziel bis der ' +
    'die das und für von an bei mit vielen dank tage tagen währung straße gmbh ag kg seite leistung leistungsdatum zu ' +
    'zahlen auftrag ihre unsere bankverbindung konto lieferung kundennummer steuersatz idnr beleg zahlbetrag endbetrag',
  fr:
    'facture numéro date échéance montant tva ht ttc total acheteur vendeur client fournisseur quantité qté prix unitaire ' +
    'désignation description commande bon règlement paiement à payer avant le la les du des et pour votre notre référence ' +
    'net devise émise facturé sous jours merci banque sarl sa sas hors taxes taxe intracommunautaire solde dû émission ' +
    'conditions livraison remise acompte page rue bancaire de au',
  es:
    'factura número fecha vencimiento emisión importe iva base imponible total cliente proveedor vendedor comprador cantidad ' +
    'precio unitario descripción concepto pedido compra pago pagar forma condiciones banco cuenta de la el los del y para su ' +
    'nuestro referencia divisa moneda días gracias nif cif sl calle página emisor receptor expedición fra neto bruto cuota ' +
    'límite envío descuento por antes',
  it:
    'fattura numero data scadenza emissione importo iva imponibile totale cliente fornitore venditore acquirente quantità ' +
    'qtà prezzo unitario descrizione ordine acquisto pagamento pagare banca conto di il la lo gli dei del e per vostro nostro ' +
    'riferimento valuta giorni grazie partita srl spa via pagina netto lordo imposta dovuto saldo spett entro sconto',
  nl:
    'factuur factuurnummer factuurdatum nummer datum vervaldatum vervalt bedrag totaalbedrag totaal subtotaal btw netto bruto ' +
    'klant leverancier verkoper koper afnemer aantal prijs stukprijs eenheidsprijs omschrijving bestelling bestelnummer ' +
    'inkoopnummer betaling betalen voldoen voor uiterlijk de het een en van aan op te uw ons onze referentie valuta dagen ' +
    'dank bv nv rekening pagina straat exclusief inclusief excl incl verschuldigd kenmerk korting betaalbaar',
  pl:
    'faktura numer data termin płatności wystawienia kwota vat razem suma netto brutto nabywca sprzedawca ilość cena ' +
    'jednostkowa opis nazwa zamówienie zamówienia do zapłaty płatność zapłata należność bank konto dni dziękujemy nip sp ' +
    'zoo ul waluta wartość stawka podatek podatku towar usługa dostawca odbiorca strona sprzedaży przelew nr rabat',
  sv:
    'faktura fakturanummer fakturadatum nummer datum förfallodatum förfaller belopp totalbelopp summa totalt moms netto ' +
    'brutto kund leverantör säljare köpare antal pris styckpris á beskrivning benämning beställning ordernummer order inköp ' +
    'betalning betala att av och för er vår från till referens valuta dagar tack ab konto bankgiro sida delsumma oss ' +
    'organisationsnummer momsregistreringsnummer betalningsvillkor exkl inkl rabatt oss senast',
  cs:
    'faktura číslo datum splatnosti splatnost vystavení částka dph celkem základ daně odběratel dodavatel prodávající kupující ' +
    'množství cena jednotková popis položka objednávka objednávky úhradě platba zaplatit k účet dní děkujeme ič dič sro ' +
    'ulice měna mezisoučet sazba zboží služba strana celková za bez sleva',
  ja: '請求書 請求番号 発行日 支払期限 合計 消費税 小計 数量 単価 金額 御中 株式会社',
};

/** Each word with the languages that use it. */
export const LANGUAGE_WORDS: ReadonlyMap<string, readonly Language[]> = (() => {
  const words = new Map<string, Language[]>();
  for (const [language, list] of Object.entries(WORDS) as [Language, string][]) {
    for (const word of new Set(list.split(' '))) words.set(word, [...(words.get(word) ?? []), language]);
  }
  return words;
})();

/** US states and territories as written before a ZIP code. */
export const US_STATES = new Set(
  (
    'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI ' +
    'SC SD TN TX UT VT VA WA WV WI WY DC PR'
  ).split(' '),
);
