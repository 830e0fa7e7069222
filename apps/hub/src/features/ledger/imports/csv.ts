// SPDX-License-Identifier: Apache-2.0
/**
 * Tables as spreadsheets take them: with a byte order mark, by which they know UTF-8, and with what they would run as
 * a formula disarmed by an apostrophe, as part of the ledger was written by machines that others may have named.
 */
import { stringify } from "csv-stringify/sync";

const BYTE_ORDER_MARK = "\ufeff";

export function toCsv(rows: readonly (readonly string[])[], { isBegin = true } = {}): string {
  const text = stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: "\r\n" },
  );
  return isBegin ? `${BYTE_ORDER_MARK}${text}` : text;
}
