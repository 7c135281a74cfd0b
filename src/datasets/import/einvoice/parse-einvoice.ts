import { Refused } from '../refusal.ts';
import type { EInvoice } from './einvoice.ts';
import { parseXml } from './parse-xml.ts';
import { readCii } from './read-cii.ts';
import { readUbl } from './read-ubl.ts';

const CII = /^urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:\d+$/;
const ZUGFERD_1 = /^urn:ferd:CrossIndustryDocument:invoice:1p0$/;
const UBL = /^urn:oasis:names:specification:ubl:schema:xsd:(?:Invoice|CreditNote)-2$/;

/**
 * Reads the XML of an e-invoice: CII (Factur-X, ZUGFeRD 2, XRechnung), ZUGFeRD 1, UBL 2.1 invoice or credit note.
 * Refuses broken XML, XML that is no invoice, and an invoice without number, issue date or currency.
 */
export function parseEInvoice(source: string): EInvoice {
  const root = parseXml(source);
  const { name, namespace } = root;
  const isCii = (name === 'CrossIndustryInvoice' && CII.test(namespace)) || ZUGFERD_1.test(namespace);
  const isUbl = (name === 'Invoice' || name === 'CreditNote') && UBL.test(namespace);
  if (!isCii && !isUbl) throw new Refused(`XML is no CII or UBL invoice: its root is ${name} of "${namespace}"`);
  const invoice = isCii ? readCii(root) : readUbl(root);
  for (const field of ['invoiceNumber', 'issueDate', 'currency'] as const) {
    if (invoice.header[field] === undefined) throw new Refused(`XML invoice has no single ${field}`);
  }
  return invoice;
}
