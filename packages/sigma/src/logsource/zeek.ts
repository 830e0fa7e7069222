// SPDX-License-Identifier: Apache-2.0
/** Zeek's JSON logs. `_path` names the log; the four parts of a connection's id are nested, dotted or underscored. */
import { type Place, place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { EventSource, LogType } from "./log-type.ts";
import { type Names, placesOfNames } from "./names.ts";

/** Logs that are also one of Sigma's product-independent categories. */
const CATEGORIES: ReadonlyMap<string, readonly string[]> = new Map([
  ["conn", ["firewall"]],
  ["dns", ["dns"]],
  ["http", ["proxy", "webserver"]],
]);

/** More than there are Zeek logs; a log past this is recognised but has no service. */
const MAX_PATHS = 200;

/** The four parts of a connection's id; any other field by its own name. */
const CONNECTION = /^id\.(orig_h|orig_p|resp_h|resp_p)$/;

function placesOf(name: string): readonly Place[] {
  const part = CONNECTION.exec(name)?.[1];
  return part === undefined ? [place(name)] : [place("id", part), place(`id.${part}`), place(`id_${part}`)];
}

/** Zeek's names of the fields of Sigma's categories (taxonomy appendix, "Fields"). */
export const ZEEK_NAMES: Names = {
  "id.orig_h": ["id.orig_h"],
  "id.orig_p": ["id.orig_p"],
  "id.resp_h": ["id.resp_h"],
  "id.resp_p": ["id.resp_p"],
  // Categories `firewall` and `dns`
  src_ip: ["id.orig_h"],
  src_port: ["id.orig_p"],
  dst_ip: ["id.resp_h"],
  dst_port: ["id.resp_p"],
  record_type: ["qtype_name"],
  answer: ["answers"],
  // Categories `proxy` and `webserver`
  "c-uri": ["uri"],
  "cs-uri": ["uri"],
  "cs-uri-query": ["uri"],
  "cs-uri-stem": ["uri"],
  "cs-method": ["method"],
  "cs-host": ["host"],
  "r-dns": ["host"],
  "c-useragent": ["user_agent"],
  "cs-user-agent": ["user_agent"],
  "cs-referer": ["referrer"],
  "sc-status": ["status_code"],
  "c-ip": ["id.orig_h"],
};

export const ZEEK: LogType = fixedLogType({
  name: "zeek",
  times: [place("ts")],
  // `host` of `http` is the site that was asked.
  hosts: [place("@system"), place("_system_name"), place("host", "name")],
  fields: placesOfNames(ZEEK_NAMES, placesOf),
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
