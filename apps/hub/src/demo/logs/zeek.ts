// SPDX-License-Identifier: Apache-2.0
/** Zeek's JSON of connections and of questions to DNS, as a sensor at the edge sees them. */
import { hashOf } from "../random.ts";
import { fullName } from "../sector/index.ts";
import { type LogLine, lineOf } from "./line.ts";
import type { OnHost } from "./windows.ts";

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

export function flowOf(
  place: OnHost,
  flow: Flow & { readonly service: string; readonly sent: number; readonly received: number },
): LogLine {
  const { service, sent, received } = flow;
  return seen(place, "conn", flow, {
    proto: service === "dns" ? "udp" : "tcp",
    service,
    orig_bytes: sent,
    resp_bytes: received,
    conn_state: "SF",
  });
}

export function questionOf(
  place: OnHost,
  {
    from,
    to,
    name,
    kind,
  }: { readonly from: string; readonly to: string; readonly name: string; readonly kind: string },
): LogLine {
  return seen(
    place,
    "dns",
    { from, to, port: 53 },
    { proto: "udp", query: name, qtype_name: kind, rcode_name: "NOERROR" },
  );
}

function seen({ member, host, at }: OnHost, path: string, { from, to, port }: Flow, fields: object): LogLine {
  const uid = `C${hashOf(`${host}${at}${from}${to}${JSON.stringify(fields)}`).toString(36)}`;
  return lineOf(at, {
    _path: path,
    _system_name: fullName(member, host),
    ts: at / 1000,
    uid,
    "id.orig_h": from,
    "id.orig_p": 49_152 + (hashOf(uid) % 16_000),
    "id.resp_h": to,
    "id.resp_p": port,
    ...fields,
  });
}
