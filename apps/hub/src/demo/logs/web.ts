// SPDX-License-Identifier: Apache-2.0
/** The access log of nginx, as it sends it by syslog. */
import { fullName } from "../sector/index.ts";
import type { LogLine } from "./line.ts";
import type { OnHost } from "./windows.ts";

export interface Visited {
  readonly from: string;
  /** `GET /appointments`. */
  readonly request: string;
  readonly status: number;
  readonly bytes: number;
}

/** Facility `local7`, severity `info`, which is nginx's own default. */
const PRIORITY = 190;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const AGENT = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36";

export function visitOf({ member, host, at }: OnHost, { from, request, status, bytes }: Visited): LogLine {
  const time = new Date(at);
  const [date = "", clock = ""] = time.toISOString().split(/[T.]/);
  const [year, month, day] = date.split("-");
  const local = `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock} +0000`;
  const head = `<${PRIORITY}>1 ${time.toISOString()} ${fullName(member, host)} nginx - - -`;
  return {
    at,
    text: `${head} ${from} - - [${local}] "${request} HTTP/1.1" ${status} ${bytes} "-" "${AGENT}"`,
  };
}
