// SPDX-License-Identifier: Apache-2.0
/**
 * Where a reader is, as an id of an event that only this process can read: news of everybody are counted together, and
 * a number in plain sight would tell each reader how much goes on among the others.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const CIPHER = "aes-128-ecb"; // one block is one id, and half of it is random
const BLOCK = 16;

export class Positions {
  readonly #key = randomBytes(BLOCK);

  write(position: number): string {
    const block = randomBytes(BLOCK);
    block.writeBigUInt64BE(BigInt(position), BLOCK / 2);
    const cipher = createCipheriv(CIPHER, this.#key, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(block), cipher.final()]).toString("hex");
  }

  /** Of what another process wrote, or nobody, comes a number beyond all positions. */
  read(text: string): number {
    if (!/^[0-9a-f]{32}$/.test(text)) return Number.POSITIVE_INFINITY;
    const decipher = createDecipheriv(CIPHER, this.#key, null).setAutoPadding(false);
    const block = Buffer.concat([decipher.update(Buffer.from(text, "hex")), decipher.final()]);
    return Number(block.readBigUInt64BE(BLOCK / 2));
  }
}
