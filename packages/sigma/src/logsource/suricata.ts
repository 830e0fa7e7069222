// SPDX-License-Identifier: Apache-2.0
/** Suricata's EVE. `event_type` names the kind of record; each kind has its own object in it. */
import { place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { EventSource, LogType } from "./log-type.ts";

/** Kinds that are also one of Sigma's product-independent categories. */
const CATEGORIES: ReadonlyMap<string, readonly string[]> = new Map([
  ["alert", ["ids"]],
  ["dns", ["dns"]],
  ["drop", ["firewall"]],
  ["flow", ["firewall"]],
  ["netflow", ["firewall"]],
  ["http", ["proxy", "webserver"]],
]);
/** More than there are kinds. */
const MAX_KINDS = 100;

const URL = [place("http", "url")];
const HOST = [place("http", "hostname")];
const AGENT = [place("http", "http_user_agent")];
const REFERER = [place("http", "http_refer")];

export const SURICATA: LogType = fixedLogType({
  name: "suricata",
  times: [place("timestamp"), place("@timestamp")],
  hosts: [place("host"), place("sensor_name")],
  fields: {
    dst_ip: [place("dest_ip")],
    dst_port: [place("dest_port")],
    protocol: [place("proto")],
    action: [place("alert", "action"), place("drop", "reason")],
    signature: [place("alert", "signature")],
    signature_id: [place("alert", "signature_id")],
    // `dns`: of version 2, then of version 3
    query: [place("dns", "rrname"), place("dns", "queries", "rrname"), place("dns", "query", "rrname")],
    record_type: [place("dns", "rrtype"), place("dns", "queries", "rrtype"), place("dns", "query", "rrtype")],
    answer: [place("dns", "answers", "rdata"), place("dns", "rdata")],
    // `proxy` and `webserver`
    "c-ip": [place("src_ip")],
    "c-uri": URL,
    "cs-uri": URL,
    "cs-uri-query": URL,
    "cs-uri-stem": URL,
    "cs-method": [place("http", "http_method")],
    "cs-host": HOST,
    "r-dns": HOST,
    "c-useragent": AGENT,
    "cs-user-agent": AGENT,
    "cs-referer": REFERER,
    "sc-status": [place("http", "status")],
  },
  recogniser(source) {
    const known = new Map<string, EventSource>();
    const other = source({ product: "suricata", services: ["other"] });
    return (event) => {
      const kind = event["event_type"];
      if (typeof kind !== "string" || typeof event["timestamp"] !== "string") return undefined;
      // All that Suricata writes of traffic has a flow; what it writes of itself has an object of that name.
      if (event["flow_id"] === undefined && event["stats"] === undefined && event["engine"] === undefined)
        return undefined;
      let ofKind = known.get(kind);
      if (ofKind === undefined) {
        const categories = CATEGORIES.get(kind) ?? [];
        ofKind =
          known.size < MAX_KINDS ? source({ product: "suricata", services: [kind], categories }) : other;
        if (known.size < MAX_KINDS) known.set(kind, ofKind);
      }
      return { source: ofKind, record: event };
    };
  },
});
