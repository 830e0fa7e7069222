// SPDX-License-Identifier: Apache-2.0
/** Suricata's EVE of flows, of questions to DNS and of signatures that matched. */
import { hashOf } from "../random.ts";
import { fullName } from "../sector/index.ts";
import { type LogLine, lineOf } from "./line.ts";
import type { OnHost } from "./windows.ts";
import type { Flow } from "./zeek.ts";

export function eveFlowOf(
  place: OnHost,
  flow: Flow & { readonly sent: number; readonly received: number },
): LogLine {
  const { sent, received } = flow;
  const counts = { bytes_toserver: sent, bytes_toclient: received };
  return eveOf(place, flow, { event_type: "flow", app_proto: "tls", flow: { ...counts, state: "closed" } });
}

export function eveQuestionOf(
  place: OnHost,
  { name, kind, ...flow }: Flow & { readonly name: string; readonly kind: string },
): LogLine {
  return eveOf(place, flow, {
    event_type: "dns",
    proto: "UDP",
    dns: { type: "query", rrname: name, rrtype: kind },
  });
}

export function eveAlertOf(
  place: OnHost,
  { signature, severity, ...flow }: Flow & { readonly signature: string; readonly severity: 1 | 2 | 3 },
): LogLine {
  const id = 9_000_000 + (hashOf(signature) % 1000);
  const alert = { action: "allowed", gid: 1, signature_id: id, rev: 1, signature, severity };
  return eveOf(place, flow, { event_type: "alert", alert });
}

function eveOf({ member, host, at }: OnHost, { from, to, port }: Flow, fields: object): LogLine {
  const id = hashOf(`${host}${at}${from}${to}${JSON.stringify(fields)}`);
  return lineOf(at, {
    timestamp: new Date(at).toISOString().replace("Z", "000+0000"),
    flow_id: id,
    host: fullName(member, host),
    src_ip: from,
    src_port: 49_152 + (id % 16_000),
    dest_ip: to,
    dest_port: port,
    proto: "TCP",
    ...fields,
  });
}
