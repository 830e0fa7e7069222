// SPDX-License-Identifier: Apache-2.0
/** Zeek's JSON logs. `_path` names the log; the four parts of a connection's id are nested, dotted or underscored. */
import { type Place, place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { EventSource, LogType } from "./log-type.ts";

/** Logs that are also one of Sigma's product-independent categories. */
const CATEGORIES: ReadonlyMap<string, readonly string[]> = new Map([
  ["conn", ["firewall"]],
  ["dns", ["dns"]],
  ["http", ["proxy", "webserver"]],
]);

/** More than there are Zeek logs; a log past this is recognised but has no service. */
const MAX_PATHS = 200;

const connection = (part: string): Place[] => [place("id", part), place(`id.${part}`), place(`id_${part}`)];

export const ZEEK: LogType = fixedLogType({
  name: "zeek",
  times: [place("ts")],
  hosts: [place("@system"), place("_system_name"), place("host")],
  fields: {
    "id.orig_h": connection("orig_h"),
    "id.orig_p": connection("orig_p"),
    "id.resp_h": connection("resp_h"),
    "id.resp_p": connection("resp_p"),
    // Categories `firewall` and `dns` (taxonomy appendix, "Fields")
    src_ip: connection("orig_h"),
    src_port: connection("orig_p"),
    dst_ip: connection("resp_h"),
    dst_port: connection("resp_p"),
    record_type: [place("qtype_name")],
    answer: [place("answers")],
    // Categories `proxy` and `webserver`
    "c-uri": [place("uri")],
    "cs-uri": [place("uri")],
    "cs-uri-query": [place("uri")],
    "cs-uri-stem": [place("uri")],
    "cs-method": [place("method")],
    "cs-host": [place("host")],
    "r-dns": [place("host")],
    "c-useragent": [place("user_agent")],
    "cs-user-agent": [place("user_agent")],
    "cs-referer": [place("referrer")],
    "sc-status": [place("status_code")],
    "c-ip": connection("orig_h"),
  },
  recogniser(source) {
    const known = new Map<string, EventSource>();
    const other = source({ product: "zeek", services: ["other"] });
    return (event) => {
      const path = event["_path"];
      if (typeof path !== "string" || (event["ts"] === undefined && event["@stream"] === undefined))
        return undefined;
      let ofPath = known.get(path);
      if (ofPath === undefined) {
        const categories = CATEGORIES.get(path) ?? [];
        ofPath = known.size < MAX_PATHS ? source({ product: "zeek", services: [path], categories }) : other;
        if (known.size < MAX_PATHS) known.set(path, ofPath);
      }
      return { source: ofPath, record: event };
    };
  },
});
