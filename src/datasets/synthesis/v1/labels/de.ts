import { type LabelWords, list } from './label-key.ts';

export const de: LabelWords = {
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
  currency: list('Währung|Alle Beträge in|Beträge in|Preise in|Rechnungswährung|Angaben in|Belegwährung|Währungscode'),
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
};
