import { type LabelWords, list } from './label-key.ts';

export const es: LabelWords = {
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
};
