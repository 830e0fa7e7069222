// SPDX-License-Identifier: Apache-2.0
/** A short form, as one program sends it to another. */
import { FengsuiError } from "@fengsui/contract";

const MAX_BYTES = 20_000;

/** Of several fields of one name the last. */
export async function readForm(body: AsyncIterable<unknown>): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    if (!(chunk instanceof Buffer)) throw new TypeError("a body gives bytes");
    size += chunk.length;
    if (size > MAX_BYTES) throw new FengsuiError("http.too_large", `a form has at most ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
}
