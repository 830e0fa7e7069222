// SPDX-License-Identifier: Apache-2.0
/** What to paste into a shipper's configuration, so that it sends to this hub with this key. */

export const SHIPPERS = ["curl", "Filebeat", "Winlogbeat", "Vector", "Fluent Bit", "Logstash"] as const;
export type Shipper = (typeof SHIPPERS)[number];

export interface SnippetParts {
  /** The address of the hub: `https://hub.example.org`. */
  readonly origin: string;
  readonly key: string;
}

/** Where the hub answers as Elasticsearch does. */
const ELASTIC = "/elastic";

/** A shipper wants host and port apart. */
function hostOf(origin: string): { host: string; port: string; isTls: boolean } {
  const url = new URL(origin);
  const isTls = url.protocol === "https:";
  return { host: url.hostname, port: url.port || (isTls ? "443" : "80"), isTls };
}

export function snippet(shipper: Shipper, { origin, key }: SnippetParts): string {
  const { host, port, isTls } = hostOf(origin);
  switch (shipper) {
    case "curl":
      return lines(
        `curl ${origin}/ingest/v1/events \\`,
        `  -H 'Authorization: Bearer ${key}' \\`,
        "  -H 'Content-Type: application/x-ndjson' \\",
        "  --data-binary @events.ndjson",
      );
    case "Filebeat":
    case "Winlogbeat":
      return lines(
        "output.elasticsearch:",
        `  hosts: ["${isTls ? "https" : "http"}://${host}:${port}"]`,
        `  path: ${ELASTIC}`,
        "  headers:",
        `    Authorization: "Bearer ${key}"`,
        "setup.ilm.enabled: false",
        "setup.template.enabled: false",
      );
    case "Vector":
      return lines(
        "sinks:",
        "  fengsui:",
        "    type: elasticsearch",
        '    inputs: ["*"]',
        `    endpoints: ["${origin}${ELASTIC}"]`,
        "    request:",
        "      headers:",
        `        Authorization: "Bearer ${key}"`,
      );
    case "Fluent Bit":
      return lines(
        "[OUTPUT]",
        "    Name     http",
        "    Match    *",
        `    Host     ${host}`,
        `    Port     ${port}`,
        "    URI      /ingest/v1/events",
        "    Format   json_lines",
        `    Header   Authorization Bearer ${key}`,
        `    tls      ${isTls ? "On" : "Off"}`,
      );
    case "Logstash":
      return lines(
        "output {",
        "  elasticsearch {",
        `    hosts => ["${isTls ? "https" : "http"}://${host}:${port}"]`,
        `    path => "${ELASTIC}"`,
        `    custom_headers => { "Authorization" => "Bearer ${key}" }`,
        "    manage_template => false",
        "    ilm_enabled => false",
        "    data_stream => false",
        "  }",
        "}",
      );
  }
}

function lines(...all: readonly string[]): string {
  return all.join("\n");
}
