import { expect, test } from 'vitest';
import { decodeXml, elementsAt, parseXml } from './parse-xml.ts';

test('elements have local names, namespaces, lines and the exact place of their text', () => {
  const source =
    '<?xml version="1.0"?>\r\n<p:a xmlns:p="u">\n  <b x="1"> 12.50 </b><b>A &amp; B</b><b><![CDATA[<c>]]></b></p:a>';
  const root = parseXml(source);
  const [first, second, third] = elementsAt(root, 'b');
  expect([root.name, root.namespace, root.text]).toEqual(['a', 'u', '']);
  expect([first?.text, first?.line, first?.attributes]).toEqual(['12.50', 3, { x: '1' }]);
  expect(source.slice(...(first?.span as [number, number]))).toBe('12.50');
  expect([second?.text, second?.span, third?.text, third?.span]).toEqual(['A & B', undefined, '<c>', undefined]);
});

test('a path names alternatives, and reaches every element in the order of the document', () => {
  const root = parseXml('<r><a><c>1</c></a><b><c>2</c></b><a><d>3</d></a></r>');
  expect(elementsAt(root, 'a|b/c').map(({ text }) => text)).toEqual(['1', '2']);
  expect(elementsAt(root, 'x/c')).toEqual([]);
});

test.each([
  ['<a><b></a></b>', /unexpected close tag/],
  ['<a x="1" x="2"/>', /duplicate attribute/],
  ['<a/><b/>', /only one root/],
  ['<a>&nbsp;</a>', /undefined entity/],
  ['<!DOCTYPE a><a/>', /document type declaration/],
  ['', /broken|empty/],
])('%s is refused', (source, reason) => {
  expect(() => parseXml(source)).toThrow(reason);
});

test('bytes are read in the encoding of their mark or declaration', () => {
  const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><a>Söhne</a>';
  expect(parseXml(decodeXml(Buffer.from(xml, 'latin1'))).text).toBe('Söhne');
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<a>Söhne</a>', 'utf16le')]);
  expect(parseXml(decodeXml(wide)).text).toBe('Söhne');
  expect(parseXml(decodeXml(Buffer.from('\ufeff<a>€</a>'))).text).toBe('€');
  expect(() => decodeXml(Buffer.from('<?xml version="1.0" encoding="klingon"?><a/>'))).toThrow(/encoding klingon/);
});
