// SPDX-License-Identifier: Apache-2.0
/** Suricata's EVE. `event_type` names the kind of record; each kind has its own object in it. */
import { place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { EventSource, LogType } from "./log-type.ts";
import { type Names, placesOfNames } from "./names.ts";

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

const URL = ["http.url"];
const HOST = ["http.hostname"];
const AGENT = ["http.http_user_agent"];
const REFERER = ["http.http_refer"];

/** EVE's names of the fields of Sigma's categories (taxonomy appendix, "Fields"). */
export const SURICATA_NAMES: Names = {
  dst_ip: ["dest_ip"],
  dst_port: ["dest_port"],
  protocol: ["proto"],
  action: ["alert.action", "drop.reason"],
  signature: ["alert.signature"],
  signature_id: ["alert.signature_id"],
  // `dns`: of version 2, then of version 3
  query: ["dns.rrname", "dns.queries.rrname", "dns.query.rrname"],
  record_type: ["dns.rrtype", "dns.queries.rrtype", "dns.query.rrtype"],
  answer: ["dns.answers.rdata", "dns.rdata"],
  // `proxy` and `webserver`
  "c-ip": ["src_ip"],
  "c-uri": URL,
  "cs-uri": URL,
  "cs-uri-query": URL,
  "cs-uri-stem": URL,
  "cs-method": ["http.http_method"],
  "cs-host": HOST,
  "r-dns": HOST,
  "c-useragent": AGENT,
  "cs-user-agent": AGENT,
  "cs-referer": REFERER,
  "sc-status": ["http.status"],
};

export const SURICATA: LogType = fixedLogType({
  name: "suricata",
  times: [place("timestamp"), place("@timestamp")],
  hosts: [place("host"), place("sensor_name")],
  fields: placesOfNames(SURICATA_NAMES, (name) => [place(...name.split("."))]),
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
