// SPDX-License-Identifier: Apache-2.0
/**
 * The log sources that Sigma's taxonomy (2.1, appendix) and its public rules name, for finding mistakes in rules. A
 * rule about another one still works: its events may be given with a log source of their own.
 */
import type { LogSource } from "../rule.ts";
import { CHANNEL_SERVICES, EVENT_CATEGORIES } from "./windows-channels.ts";

interface KnownSources {
  readonly category: readonly string[];
  readonly service: readonly string[];
}

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

const known = (category: string, service: string): KnownSources => ({
  category: words(category),
  service: words(service),
});

const APPLICATIONS = words(
  "django jvm nodejs opencanary python rpc_firewall ruby_on_rails spring sql velocity kubernetes modsecurity",
);

/** Categories of logs that many products write. */
const ANY_PRODUCT = words(
  "antivirus application appliance database dns edr email firewall ids proxy webserver",
);
/** Services that rules name without a product. */
const NO_PRODUCT = words("apache netflow nginx");

const WINDOWS: KnownSources = {
  category: [
    ...[...EVENT_CATEGORIES.values()].flatMap((ids) => [...ids.values()].flat()),
    ...words("file_access file_rename ps_classic_script"),
  ],
  service: [...CHANNEL_SERVICES.values()],
};

const ZEEK_LOGS =
  "conn dce_rpc dhcp dnp3 dns files ftp http irc kerberos ldap ldap_search modbus mqtt_connect mqtt_publish mysql " +
  "notice ntlm ntp ocsp pe postgresql quic radius rdp rfb sip smb_files smb_mapping smtp snmp socks software ssh ssl " +
  "syslog traceroute tunnel weird x509 known_hosts known_services known_certs intel";

const SOURCES: ReadonlyMap<string, KnownSources> = new Map([
  ["windows", WINDOWS],
  [
    "linux",
    known(
      "file_delete file_event network_connection process_creation process_termination",
      "auditd auth clamav cron guacamole modsecurity sshd sudo syslog sysmon vsftpd",
    ),
  ],
  ["macos", known("file_event network_connection process_creation", "")],
  ["zeek", known("", ZEEK_LOGS)],
  ["aws", known("", "cloudtrail")],
  ["azure", known("", "activitylogs auditlogs pim riskdetection signinlogs")],
  ["gcp", known("", "gcp.audit google_workspace.admin google_workspace.login")],
  ["m365", known("", "audit exchange threat_detection threat_management")],
  ["okta", known("", "okta")],
  ["onelogin", known("", "onelogin.events")],
  ["github", known("", "audit")],
  ["bitbucket", known("", "audit")],
  ["kubernetes", known("", "audit")],
  ["cisco", known("", "aaa bgp duo ldp syslog")],
  ["fortigate", known("", "event")],
  ["fortios", known("", "sslvpnd")],
  ["huawei", known("", "bgp ldp")],
  ["juniper", known("", "bgp ldp")],
  ["paloalto", known("file_event", "globalprotect")],
  ["apache", known("", "access apache error")],
  ["nginx", known("", "nginx")],
  ["suricata", known("", "alert anomaly dhcp dns drop fileinfo flow http krb5 netflow smb ssh tls")],
  ["qualys", known("", "")],
  ...APPLICATIONS.filter((name) => name !== "kubernetes").map((name) => [name, known("", "")] as const),
]);

const all = (attribute: keyof KnownSources): string[] =>
  [...SOURCES.values()].flatMap((sources) => sources[attribute]);

const ANYWHERE: KnownSources = {
  category: [...all("category"), ...ANY_PRODUCT],
  service: [...all("service"), ...NO_PRODUCT],
};

/** The values that an attribute of this log source may have; undefined where the product is not known itself. */
export function knownValues(source: LogSource, attribute: keyof LogSource): ReadonlySet<string> | undefined {
  if (attribute === "product") return PRODUCTS;
  if (source.product === undefined) return new Set(ANYWHERE[attribute]);
  const sources = SOURCES.get(source.product);
  if (sources === undefined) return undefined;
  return new Set(attribute === "category" ? [...sources.category, ...ANY_PRODUCT] : sources.service);
}

const PRODUCTS: ReadonlySet<string> = new Set(SOURCES.keys());
