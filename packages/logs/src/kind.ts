// SPDX-License-Identifier: Apache-2.0
/** What an input is, told from its first bytes: which reader it is for, and what that reader is to know. */
import { charsetOfBom, detectCharset, isUtf8Label, Transcoder } from "./charset.ts";
import type { Limits } from "./limits.ts";
import type { LineReaderOptions } from "./line-reader.ts";
import { binaryKind, EVTX_MAGIC, textShape } from "./sniff.ts";
import type { ValueReaderOptions } from "./value-reader.ts";

/** How the text is written: its charset, and the bytes of its mark. */
interface Written {
  readonly label: string;
  readonly bom: number;
}

export type LogKind =
  | { readonly is: "evtx" }
  | { readonly is: "binary"; readonly name: string; readonly head: Buffer }
  | ({ readonly is: "values" } & Written & ValueReaderOptions)
  | ({ readonly is: "lines"; readonly lines: LineReaderOptions } & Written);

/** `isWhole`: the input ends here, it is not only the beginning. */
export function kindOf(head: Buffer, isWhole: boolean, { format, charset }: Limits): LogKind {
  const isEvtx = head.subarray(0, EVTX_MAGIC.length).equals(EVTX_MAGIC);
  if (format === "evtx" || (format === "auto" && isEvtx)) return { is: "evtx" };
  const { label, bom } =
    charset === undefined ? detectCharset(head) : { label: charset, bom: charsetOfBom(head)?.bom ?? 0 };
  const text = isUtf8Label(label) ? head.subarray(bom) : new Transcoder(label).write(head.subarray(bom));
  const name = binaryKind(head, text);
  if (name !== undefined) return { is: "binary", name, head };
  const shape = format === "syslog" ? "lines" : textShape(text.toString("utf8"), isWhole);
  const isJsonOnly = format === "json";
  if (shape === "json-values") return { is: "values", label, bom, isJsonOnly };
  const lines = { isJson: shape === "json-lines", isJsonOnly, isTextOnly: format === "syslog" };
  return { is: "lines", label, bom, lines };
}
