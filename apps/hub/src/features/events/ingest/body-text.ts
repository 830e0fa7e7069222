// SPDX-License-Identifier: Apache-2.0
/** The text of a body in UTF-8. What a person said of the source counts, then what the sender says, then how it looks. */
import type { IncomingHttpHeaders } from "node:http";
import { isCharset, toUtf8 } from "@fengsui/logs";
import type { IngestSource } from "../../../platform/http/index.ts";

/** Many senders write this without knowing it. */
const SAID_BY_ALL = /^utf-?8$/i;

export function textOf(
  bytes: Buffer,
  { charset }: Pick<IngestSource, "charset">,
  headers: IncomingHttpHeaders = {},
): Buffer {
  if (charset !== undefined) return toUtf8(bytes, charset);
  const said = /;\s*charset="?([\w.:-]{1,40})/i.exec(headers["content-type"] ?? "")?.[1] ?? "";
  return toUtf8(bytes, said !== "" && !SAID_BY_ALL.test(said) && isCharset(said) ? said : undefined);
}
