// SPDX-License-Identifier: Apache-2.0
/** Rows as PostgreSQL and ClickHouse write them as text, in pieces that each end with a row. */

const LF = 0x0a;

export interface Piece {
  readonly bytes: Buffer;
  readonly rows: number;
}

/** A row that is longer than a piece is a piece of its own. Throws where the last row has no end: the rest is missing. */
export async function* linePieces(source: AsyncIterable<unknown>, pieceBytes: number): AsyncGenerator<Piece> {
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError("rows come as bytes");
    waiting.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    const all = Buffer.concat(waiting);
    const end = all.lastIndexOf(LF) + 1;
    if (end > 0) yield toPiece(all.subarray(0, end));
    waiting = [all.subarray(end)];
    size = all.length - end;
  }
  const rest = Buffer.concat(waiting);
  if (rest.length === 0) return;
  if (rest.at(-1) !== LF) throw new Error("what was read ends in the middle of a row");
  yield toPiece(rest);
}

/** A line break inside of a value is escaped in both formats, so each that stands ends a row. */
function toPiece(bytes: Buffer): Piece {
  let rows = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) rows++;
  return { bytes, rows };
}
