// SPDX-License-Identifier: Apache-2.0
/**
 * Logs of web servers: lines that `@fengsui/logs` reads, nginx's own JSON by the names of its variables, and what
 * Elastic's agents name by `event.dataset`. An access log does not say whose it is, so rules about no product apply.
 */
import type { JsonObject } from "../event/event.ts";
import { place } from "../event/places.ts";
import { fixedLogType } from "./fixed-source.ts";
import type { LogType } from "./log-type.ts";

const ADDRESS = [place("remote_addr"), place("source", "address"), place("source", "ip")];
const URI = [place("request_uri"), place("url", "original")];
const AGENT = [place("http_user_agent"), place("user_agent", "original")];
const REFERER = [place("http_referer"), place("http", "request", "referrer")];

export const WEB: LogType = fixedLogType({
  name: "web",
  times: [place("timestamp"), place("time_iso8601"), place("msec"), place("@timestamp"), place("time")],
  hosts: [place("hostname"), place("host", "name"), place("host"), place("server_name"), place("http_host")],
  fields: {
    "c-ip": ADDRESS,
    src_ip: ADDRESS,
    "cs-username": [place("remote_user"), place("user", "name")],
    "cs-method": [place("request_method"), place("http", "request", "method")],
    "cs-uri": URI,
    "c-uri": URI,
    // Rules name paths in it, too.
    "cs-uri-query": URI,
    "cs-uri-stem": [place("uri"), place("url", "path"), ...URI],
    "cs-host": [place("http_host"), place("host"), place("server_name"), place("url", "domain")],
    "cs-user-agent": AGENT,
    "c-useragent": AGENT,
    "cs-referer": REFERER,
    "cs-referrer": REFERER,
    "cs-version": [place("server_protocol"), place("http", "version")],
    "sc-status": [place("status"), place("http", "response", "status_code")],
    "sc-bytes": [place("body_bytes_sent"), place("http", "response", "body", "bytes")],
  },
  recogniser(source) {
    const access = source({ categories: ["webserver"] });
    const logs = new Map([
      ["web.access", access],
      ["nginx.access", source({ product: "nginx", services: ["nginx"], categories: ["webserver"] })],
      ["apache.access", source({ product: "apache", services: ["apache"], categories: ["webserver"] })],
      ["nginx.error", source({ product: "nginx", services: ["nginx"] })],
      ["apache.error", source({ product: "apache", services: ["apache"] })],
    ]);
    return (event) => {
      const dataset = datasetOf(event);
      const found = dataset === undefined ? undefined : logs.get(dataset);
      if (found !== undefined) return { source: found, record: event };
      return isNginxJson(event) ? { source: access, record: event } : undefined;
    };
  },
});

function datasetOf({ event }: JsonObject): string | undefined {
  if (typeof event !== "object" || event === null || Array.isArray(event) || !("dataset" in event))
    return undefined;
  return typeof event["dataset"] === "string" ? event["dataset"] : undefined;
}

function isNginxJson(event: JsonObject): boolean {
  return (
    event["remote_addr"] !== undefined &&
    event["status"] !== undefined &&
    (event["request_uri"] !== undefined || event["request"] !== undefined || event["uri"] !== undefined)
  );
}
