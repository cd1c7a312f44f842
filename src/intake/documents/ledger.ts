import type { LedgerLine } from '../../model/case.ts';
import type { Table } from './read-table.ts';

/**
 * supply/ledger.csv, the seller's order book as seized. The seller was not careful, so only a line without an order
 * number is refused; identifiers stay as written, since mistyped ones can still be traced.
 */
export const LEDGER: Table<LedgerLine> = {
  required: ['order_id', 'ordered_at', 'line', 'product', 'quantity', 'imei', 'buyer_name', 'buyer_email'].concat([
    'buyer_phone',
    'ship_name',
    'ship_address',
    'ship_postcode',
    'ship_city',
  ]),
  optional: ['note', 'unit_price_eur'],
  lineBreaksInCells: true,
  row: (fields) => {
    const imeis = fields.parts('imei');
    const written = fields.note('quantity');
    const quantity = /^[1-9]\d{0,5}$/.test(written) ? Number(written) : Math.max(1, imeis.length);
    if (String(quantity) !== written) fields.remark('QUANTITY_INFERRED');
    return {
      order_id: fields.text('order_id'),
      ordered_at_s: fields.optionalTime('ordered_at'),
      line: fields.note('line'),
      product: fields.note('product'),
      quantity,
      imeis,
      buyer_name: fields.note('buyer_name'),
      buyer_email: fields.address('buyer_email'),
      buyer_phone: fields.optionalNumber('buyer_phone'),
      ship_name: fields.note('ship_name'),
      ship_address: fields.note('ship_address'),
      ship_postcode: fields.note('ship_postcode'),
      ship_city: fields.note('ship_city'),
      note: fields.note('note'),
    };
  },
  observedAt: (row) => row.ordered_at_s,
  subjects: (row) => [...row.imeis, row.buyer_phone],
};
