// SPDX-License-Identifier: Apache-2.0
/** What to paste into a shipper's configuration, so that it sends to this hub with this key. */

export const SHIPPERS = [
  "curl",
  "fengsui tail",
  "Filebeat",
  "Winlogbeat",
  "Vector",
  "Fluent Bit",
  "Logstash",
  "OpenTelemetry",
  "rsyslog",
  "syslog-ng",
] as const;
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
    case "fengsui tail":
      return lines(`FENGSUI_KEY=${key} npx fengsui tail /var/log/auth.log \\`, `  --to ${origin}`);
    case "OpenTelemetry":
      return openTelemetry({ origin, key });
    case "rsyslog":
      return rsyslog(host);
    case "syslog-ng":
      return syslogNg(host);
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
      return vector({ origin, key });
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
      return logstash({ origin, key });
  }
}

/** Whose messages these are the certificate says, not a key: its fingerprint is a sender of the source. */
function rsyslog(host: string): string {
  return lines(
    `action(type="omfwd" target="${host}" port="6514" protocol="tcp"`,
    '       StreamDriver="ossl" StreamDriverMode="1"',
    `       StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${host}"`,
    '       StreamDriver.CAFile="/etc/rsyslog.d/hub-ca.pem"',
    '       StreamDriver.CertFile="/etc/rsyslog.d/client.pem"',
    '       StreamDriver.KeyFile="/etc/rsyslog.d/client.key"',
    '       template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"',
    '       queue.type="LinkedList" queue.filename="fengsui" queue.saveOnShutdown="on"',
    '       action.resumeRetryCount="-1")',
  );
}

function syslogNg(host: string): string {
  return lines(
    "destination d_fengsui {",
    `  syslog("${host}" port(6514) transport("tls")`,
    '    tls(ca-file("/etc/syslog-ng/hub-ca.pem")',
    '        cert-file("/etc/syslog-ng/client.pem")',
    '        key-file("/etc/syslog-ng/client.key")));',
    "};",
    "log { source(s_src); destination(d_fengsui); };",
  );
}

function vector({ origin, key }: SnippetParts): string {
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
}

function openTelemetry({ origin, key }: SnippetParts): string {
  return lines(
    "exporters:",
    "  otlphttp/fengsui:",
    `    logs_endpoint: ${origin}/v1/logs`,
    "    headers:",
    `      Authorization: "Bearer ${key}"`,
    "service:",
    "  pipelines:",
    "    logs:",
    "      receivers: [filelog]",
    "      exporters: [otlphttp/fengsui]",
  );
}

function logstash({ origin, key }: SnippetParts): string {
  const { host, port, isTls } = hostOf(origin);
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

function lines(...all: readonly string[]): string {
  return all.join("\n");
}
