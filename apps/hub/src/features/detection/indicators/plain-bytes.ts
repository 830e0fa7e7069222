// SPDX-License-Identifier: Apache-2.0
/** A feed as it was before it was compressed, piece by piece, and never more than a feed may be. */
import { FeedProblem } from "@fengsui/indicators";
import { cutsOff, type Damage, decompress } from "@fengsui/logs";

const MAX_PLAIN_BYTES = 1024 * 1024 * 1024;

/** @throws {FeedProblem} where it cannot be decompressed, or is too much. */
export async function* plainBytes(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const found: Damage[] = [];
  let length = 0;
  for await (const piece of decompress(packed, (damage) => found.push(damage))) {
    length += piece.length;
    if (length > MAX_PLAIN_BYTES)
      throw new FeedProblem(`decompressed, more than ${MAX_PLAIN_BYTES / 1024 ** 3} GiB`);
    yield piece;
  }
  const [damage] = found;
  if (damage !== undefined && cutsOff(damage))
    throw new FeedProblem(`begins like something compressed and cannot be decompressed: ${damage.reason}`);
}
