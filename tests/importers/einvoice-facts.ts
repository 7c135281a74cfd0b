import type { Facts } from './make-einvoice-xml.ts';

/** A German invoice with two VAT rates, a discount, shipping and a deposit. */
export const GERMAN: Facts = {
  number: 'RE-2024-0117',
  issued: '2024-03-05',
  due: '2024-04-04',
  order: 'PO-88120',
  seller: { name: 'Müller & Söhne GmbH', vatId: 'DE136695976' },
  buyer: { name: 'Stadtwerke Lüneburg AG', vatId: 'DE811907980' },
  currency: 'EUR',
  taxes: [
    { category: 'S', rate: '19.00', base: '1139.04', tax: '216.42' },
    { category: 'S', rate: '7.00', base: '60.00', tax: '4.20' },
  ],
  lines: [
    { name: 'Toner schwarz XL', quantity: '3', unit: 'H87', price: '329.68', net: '989.04', rate: '19.00' },
    { name: 'Fachbuch Rechnungswesen', quantity: '2.00', unit: 'H87', price: '30.00', net: '60.00', rate: '7.00' },
    { name: 'Wartung vor Ort', quantity: '1.5', unit: 'HUR', price: '120.00', net: '180.00', rate: '19.00' },
  ],
  lineTotal: '1229.04',
  allowance: '45.00',
  charge: '15.00',
  net: '1199.04',
  vat: '220.62',
  gross: '1419.66',
  prepaid: '400.00',
  payable: '1019.66',
  iban: 'DE02120300000000202051',
  reference: 'RF-99-0117-X',
};

/** A French invoice of one rate: net and line total, gross and payable are the same amounts. */
export const FRENCH: Facts = {
  number: 'FA-2025/0042',
  issued: '2025-01-09',
  due: '2025-02-08',
  seller: { name: 'Boulangerie Lefèvre SARL', vatId: 'FR40303265045' },
  buyer: { name: 'Hôtel du Parc', vatId: 'FR32123456789' },
  currency: 'EUR',
  taxes: [{ category: 'S', rate: '20.00', base: '1250.50', tax: '250.10' }],
  lines: [
    { name: 'Pain de campagne', quantity: '250', unit: 'C62', price: '4.25', net: '1062.50', rate: '20.00' },
    { name: 'Livraison matinale', quantity: '4', unit: 'DAY', price: '47.00', net: '188.00', rate: '20.00' },
  ],
  lineTotal: '1250.50',
  net: '1250.50',
  vat: '250.10',
  gross: '1500.60',
  payable: '1500.60',
  iban: 'FR1420041010050500013M02606',
};
