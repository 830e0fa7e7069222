// SPDX-License-Identifier: Apache-2.0
/**
 * Which fields of which logs hold which kind of observable. A name is a path with dots, as the log itself writes it;
 * where the log says nothing of its kind, the names of the Elastic Common Schema and of OCSF count, which are like no
 * others.
 */
import type { Kind } from "../kinds.ts";

/** How a field is read: as one of a kind, or by what it is made of. */
export type FieldForm =
  | Kind
  /** An address of either version. */
  | "address"
  /** An address or a name. */
  | "host"
  /** `MD5=…,SHA256=…`, as Sysmon writes it, or a digest alone, by its length. */
  | "digests"
  /** `type: 5 name;::ffff:192.0.2.1;`, as Sysmon writes it. */
  | "dns-answers"
  /** Words of a person or a program, among which addresses stand. */
  | "text";

/** A URL that a log writes in parts: the host, what is asked of it, and a port where it is not in the host. */
export interface UrlParts {
  readonly host: string;
  readonly path: string;
  readonly port?: string;
}

export interface FieldTable {
  /** The log source it is for, by the words of Sigma; a table without is for all. */
  readonly product?: string;
  readonly service?: string;
  readonly category?: string;
  readonly urls?: readonly UrlParts[];
  readonly fields: Readonly<Partial<Record<FieldForm, readonly string[]>>>;
}

export const FIELD_TABLES: readonly FieldTable[] = [
  {
    fields: {
      address: [
        "source.ip",
        "destination.ip",
        "client.ip",
        "server.ip",
        "host.ip",
        "dns.resolved_ip",
        "source.nat.ip",
        "src_endpoint.ip",
        "dst_endpoint.ip",
        "device.ip",
      ],
      host: [
        "source.address",
        "destination.address",
        "url.domain",
        "src_endpoint.hostname",
        "dst_endpoint.hostname",
        "http_request.url.hostname",
        "answers.rdata",
      ],
      "domain-name": [
        "dns.question.name",
        "dns.answers.data",
        "destination.domain",
        "server.domain",
        "tls.client.server_name",
        "query.hostname",
      ],
      url: ["url.full", "url.original", "http_request.url.url_string"],
      "email-addr": ["email.from.address", "email.to.address", "email.sender.address", "user.email"],
      md5: ["file.hash.md5", "process.hash.md5", "dll.hash.md5"],
      sha1: ["file.hash.sha1", "process.hash.sha1", "dll.hash.sha1"],
      sha256: ["file.hash.sha256", "process.hash.sha256", "dll.hash.sha256"],
      ja3: ["tls.client.ja3"],
      ja4: ["tls.client.ja4"],
      digests: [
        "file.hashes.value",
        "process.file.hashes.value",
        "actor.process.file.hashes.value",
        "module.file.hashes.value",
      ],
      "file-path": [
        "file.path",
        "process.executable",
        "process.parent.executable",
        "dll.path",
        "process.file.path",
        "actor.process.file.path",
        "module.file.path",
      ],
      account: [
        "user.name",
        "source.user.name",
        "destination.user.name",
        "actor.user.name",
        "process.user.name",
      ],
    },
  },
  {
    product: "windows",
    fields: {
      address: ["SourceIp", "DestinationIp", "IpAddress", "SourceAddress", "DestAddress", "ClientAddress"],
      host: ["SourceHostname", "DestinationHostname", "WorkstationName"],
      "domain-name": ["QueryName"],
      "dns-answers": ["QueryResults"],
      digests: ["Hashes", "Hash"],
      "file-path": [
        "Image",
        "ParentImage",
        "SourceImage",
        "TargetImage",
        "ImageLoaded",
        "TargetFilename",
        "NewProcessName",
        "ParentProcessName",
        "ServiceFileName",
        "ImagePath",
      ],
      account: ["User", "TargetUserName", "SubjectUserName", "AccountName", "ParentUser"],
    },
  },
  {
    product: "zeek",
    urls: [{ host: "host", path: "uri" }],
    fields: {
      address: [
        ...["id.orig_h", "id.resp_h", "id_orig_h", "id_resp_h", "tx_hosts", "rx_hosts", "addl"],
        ...["client_addr", "server_addr", "assigned_addr", "requested_addr", "x_originating_ip"],
      ],
      host: ["host", "answers", "server_name", "helo"],
      "domain-name": ["query", "san.dns"],
      url: ["url"],
      "email-addr": ["mailfrom", "rcptto", "from", "to"],
      md5: ["md5"],
      sha1: ["sha1"],
      sha256: ["sha256"],
      ja3: ["ja3"],
      ja4: ["ja4"],
      "file-path": ["filename"],
      account: ["username", "user"],
    },
  },
  // Elsewhere `path` is a way of mail, and `name` that of a notice.
  { product: "zeek", service: "smb_files", fields: { "file-path": ["path", "name"] } },
  { product: "zeek", service: "smb_mapping", fields: { "file-path": ["path"] } },
  {
    product: "suricata",
    urls: [{ host: "http.hostname", path: "http.url", port: "http.http_port" }],
    fields: {
      address: ["src_ip", "dest_ip", "http.xff", "dns.grouped.A", "dns.grouped.AAAA"],
      host: ["http.hostname", "tls.sni", "quic.sni", "dns.answers.rdata"],
      "domain-name": ["dns.rrname", "dns.query.rrname", "dns.queries.rrname", "dns.answers.rrname"],
      "email-addr": ["smtp.mail_from", "smtp.rcpt_to", "email.from", "email.to"],
      md5: ["fileinfo.md5"],
      sha1: ["fileinfo.sha1"],
      sha256: ["fileinfo.sha256"],
      ja3: ["tls.ja3.hash", "quic.ja3.hash"],
      ja4: ["tls.ja4", "quic.ja4"],
    },
  },
  {
    product: "aws",
    fields: {
      host: ["sourceIPAddress"],
      account: ["userIdentity.userName", "userIdentity.arn"],
    },
  },
  {
    product: "linux",
    fields: {
      address: ["addr", "laddr", "SourceIp", "DestinationIp"],
      host: ["hostname", "DestinationHostname"],
      "domain-name": ["QueryName"],
      digests: ["Hashes"],
      "file-path": ["exe", "Image", "ParentImage", "TargetFilename", "name"],
      account: ["acct", "User"],
      // Daemons say who it was in words: `Failed password for root from 192.0.2.1 port 22`.
      text: ["message"],
    },
  },
  {
    category: "webserver",
    fields: {
      address: ["remote_addr", "client", "c-ip"],
      host: ["http_host", "server_name", "cs-host"],
      url: ["http_referer", "cs-referer"],
      account: ["remote_user", "cs-username"],
    },
  },
  ...["nginx", "apache"].map((service) => ({
    service,
    fields: {
      address: ["remote_addr", "client", "c-ip"],
      host: ["host", "http_host", "server_name", "cs-host"],
    },
  })),
  {
    category: "proxy",
    urls: [{ host: "cs-host", path: "cs-uri-stem" }],
    fields: {
      address: ["c-ip", "src_ip", "dst_ip"],
      host: ["cs-host", "r-dns"],
      url: ["c-uri", "cs-uri"],
      account: ["cs-username"],
    },
  },
  {
    category: "dns",
    fields: { address: ["src_ip", "dst_ip"], host: ["answer"], "domain-name": ["query", "parent_domain"] },
  },
  { category: "firewall", fields: { address: ["src_ip", "dst_ip"] } },
];
