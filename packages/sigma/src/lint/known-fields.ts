// SPDX-License-Identifier: Apache-2.0
/**
 * The fields that logs have, by the names that Sigma gives them. Written from what the logs are known to hold: a log
 * whose fields are not a closed list is left out but for the channel System of Windows, and so is a category that many
 * products write in their own way.
 */
import type { Names } from "../logsource/names.ts";
import { SURICATA_NAMES } from "../logsource/suricata.ts";
import { ZEEK_NAMES } from "../logsource/zeek.ts";
import type { LogSource } from "../rule.ts";
import { SECURITY_FIELDS, SYSTEM_FIELDS } from "./windows-fields.ts";

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== "");

/** What the header of every Windows event has. */
const WINDOWS_HEADER = words(
  "EventID Provider_Name Channel Computer Level Task Opcode Keywords Version EventRecordID TimeCreated UserID " +
    "Execution_ProcessID Execution_ThreadID Security_UserID EventType UtcTime RuleName",
);
/** What Sysmon, or the tools that stand in for it, say of the process that did it. */
const SYSMON_ACTOR = words("ProcessGuid ProcessId Image User CommandLine ParentImage ParentCommandLine");

const SYSMON: Readonly<Record<string, string>> = {
  process_creation:
    "FileVersion Description Product Company OriginalFileName CurrentDirectory LogonGuid LogonId TerminalSessionId " +
    "IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentUser ParentIntegrityLevel GrandParentImage " +
    "md5 sha1 sha256 Imphash imphash NewProcessName NewProcessId ParentProcessName SubjectUserName SubjectUserSid " +
    "SubjectDomainName SubjectLogonId TargetUserName TargetUserSid TargetDomainName TargetLogonId TokenElevationType " +
    "MandatoryLabel ProcessName",
  process_termination: "",
  process_access:
    "SourceProcessGUID SourceProcessGuid SourceProcessId SourceThreadId SourceImage TargetProcessGUID " +
    "TargetProcessGuid TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser SourceCommandLine",
  process_tampering: "Type",
  create_remote_thread:
    "SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage NewThreadId " +
    "StartAddress StartModule StartFunction SourceUser TargetUser SourceCommandLine SourceParentImage " +
    "TargetParentProcessId",
  image_load:
    "ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus " +
    "md5 sha1 sha256 Imphash imphash",
  driver_load: "ImageLoaded Hashes Signed Signature SignatureStatus md5 sha1 sha256 Imphash imphash",
  file_event: "TargetFilename CreationUtcTime IntegrityLevel",
  file_change: "TargetFilename CreationUtcTime PreviousCreationUtcTime",
  file_delete: "TargetFilename Hashes IsExecutable Archived",
  file_rename: "TargetFilename SourceFilename FileName",
  file_executable_detected: "TargetFilename Hashes",
  file_block_executable: "TargetFilename Hashes",
  file_block_shredding: "TargetFilename Hashes IsExecutable",
  create_stream_hash: "TargetFilename CreationUtcTime Hash Hashes Contents",
  registry_add: "TargetObject Details NewName",
  registry_delete: "TargetObject Details NewName",
  registry_set: "TargetObject Details NewName",
  registry_rename: "TargetObject Details NewName",
  registry_event: "TargetObject Details NewName",
  network_connection:
    "Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 " +
    "DestinationIp DestinationHostname DestinationPort DestinationPortName IntegrityLevel",
  dns_query: "QueryName QueryStatus QueryResults",
  pipe_created: "PipeName",
  wmi_event: "Operation EventNamespace Name Query Type Destination Consumer Filter",
  raw_access_thread: "Device",
  raw_access_read: "Device",
  clipboard_change: "Session ClientInfo Hashes Archived",
  sysmon_status: "Configuration ConfigurationFileHash State SchemaVersion",
  sysmon_error: "ID Description",
  ps_script: "MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path",
  ps_module: "ContextInfo UserData Payload",
};

const WINDOWS_CHANNELS: Readonly<Record<string, string>> = {
  security: SECURITY_FIELDS,
  system: SYSTEM_FIELDS,
};

const ZEEK_CONNECTION = "ts uid id id.orig_h id.orig_p id.resp_h id.resp_p";
const ZEEK: Readonly<Record<string, string>> = {
  conn:
    "proto service duration orig_bytes resp_bytes conn_state local_orig local_resp missed_bytes history orig_pkts " +
    "orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents vlan inner_vlan orig_l2_addr resp_l2_addr ip_proto",
  dns:
    "proto trans_id rtt query qclass qclass_name qtype qtype_name rcode rcode_name AA TC RD RA Z answers TTLs " +
    "rejected auth addl",
  http:
    "trans_depth method host uri referrer version user_agent origin request_body_len response_body_len status_code " +
    "status_msg info_code info_msg tags username password proxied orig_fuids orig_filenames orig_mime_types " +
    "resp_fuids resp_filenames resp_mime_types client_header_names server_header_names cookie_vars uri_vars",
  ssl:
    "version cipher curve server_name resumed last_alert next_protocol established ssl_history cert_chain_fps " +
    "client_cert_chain_fps sni_matches_cert validation_status ja3 ja3s subject issuer client_subject client_issuer",
  ssh:
    "version auth_success auth_attempts direction client server cipher_alg mac_alg compression_alg kex_alg " +
    "host_key_alg host_key remote_location hassh hasshServer",
  kerberos:
    "request_type client service success error_code error_msg from till cipher forwardable renewable " +
    "client_cert_subject client_cert_fuid server_cert_subject server_cert_fuid auth_ticket new_ticket",
  smb_files:
    "fuid action path name size prev_name times times.modified times.accessed times.created times.changed",
  smb_mapping: "path service native_file_system share_type",
  dce_rpc: "rtt named_pipe endpoint operation",
  rdp:
    "cookie result security_protocol client_channels keyboard_layout client_build client_name client_dig_product_id " +
    "desktop_width desktop_height requested_color_depth cert_type cert_count cert_permanent encryption_level " +
    "encryption_method",
  ntlm: "username hostname domainname server_nb_computer_name server_dns_computer_name server_tree_name success",
};

const SURICATA_COMMON =
  "timestamp flow_id in_iface event_type src_ip src_port dest_ip dest_port proto app_proto vlan pcap_cnt tx_id " +
  "community_id host ether direction pkt_src metadata payload payload_printable packet packet_info stream flow";
const SURICATA: Readonly<Record<string, string>> = {
  alert: "alert http dns tls ssh smb smtp email fileinfo files app_proto_ts app_proto_tc verdict",
  dns: "dns",
  http: "http email fileinfo",
  tls: "tls",
  flow: "tcp",
};

const AUDITD =
  "type msg audit_id node arch syscall SYSCALL success exit a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 argc items ppid pid auid " +
  "uid gid euid suid fsuid egid sgid fsgid tty ses comm exe subj key name inode dev mode ouid ogid rdev obj nametype " +
  "cap_fp cap_fi cap_fe cap_fver cwd proctitle unit res acct terminal addr hostname op id old new saddr laddr lport " +
  "item objtype cmd vm new-disk old-disk AUID UID GID EUID SUID FSUID EGID SGID FSGID";

const CLOUDTRAIL =
  "eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage " +
  "requestParameters responseElements additionalEventData requestID eventID readOnly resources eventType apiVersion " +
  "managementEvent recipientAccountId serviceEventDetails sharedEventID vpcEndpointId eventCategory addendum " +
  "sessionCredentialFromConsole edgeDeviceDetails tlsDetails insightDetails";

/** Of W3C, as the taxonomy names them. */
const WEB_SERVER =
  "date time s-sitename s-computername s-ip s-port cs-method cs-uri cs-uri-stem cs-uri-query cs-username c-ip c-port " +
  "cs-version cs-host cs-user-agent cs-referer cs-cookie cs-content-type sc-status sc-substatus sc-win32-status " +
  "sc-bytes cs-bytes time-taken r-dns c-uri c-uri-query c-useragent";
const PROXY =
  "date time c-ip c-uri c-uri-extension c-uri-query c-uri-stem c-useragent cs-bytes cs-cookie cs-host cs-method cs-uri " +
  "cs-uri-query cs-uri-stem cs-user-agent cs-username cs-version cs-referer r-dns sc-bytes sc-status src_ip dst_ip " +
  "dst_port action";
const DNS = "query record_type answer parent_domain src_ip dst_ip rcode ttl blocked";
const FIREWALL =
  "src_ip src_port dst_ip dst_port username action blocked protocol proto bytes direction interface rule";

const known = new Map<string, ReadonlySet<string>>();

/** Undefined where its events may have any. */
export function fieldsOf(source: LogSource): ReadonlySet<string> | undefined {
  const key = `${source.product ?? ""}/${source.category ?? ""}/${source.service ?? ""}`;
  const earlier = known.get(key);
  if (earlier !== undefined) return earlier;
  const names = namesOf(source);
  if (names === undefined) return undefined;
  const fields = new Set(names);
  known.set(key, fields);
  return fields;
}

function namesOf({ product, category, service }: LogSource): readonly string[] | undefined {
  switch (`${product ?? ""}/${service ?? ""}`) {
    case "/":
      return under(CATEGORIES, category, "");
    case "linux/auditd":
      return words(AUDITD);
    case "aws/cloudtrail":
      return words(CLOUDTRAIL);
  }
  // What they are called in other logs of networks is found in theirs, too.
  if (product === "zeek") return also(under(ZEEK, service, ZEEK_CONNECTION), ZEEK_NAMES);
  if (product === "suricata") return also(under(SURICATA, service, SURICATA_COMMON), SURICATA_NAMES);
  if (product !== "windows") return undefined;
  const own = under(SYSMON, category, "");
  if (own !== undefined) return [...WINDOWS_HEADER, ...SYSMON_ACTOR, ...own];
  const ofChannel = under(WINDOWS_CHANNELS, service, "");
  return ofChannel === undefined ? undefined : [...WINDOWS_HEADER, ...ofChannel];
}

/** Of no product, so that the names are those of the taxonomy. */
const CATEGORIES: Readonly<Record<string, string>> = {
  webserver: WEB_SERVER,
  proxy: PROXY,
  dns: DNS,
  firewall: FIREWALL,
};

function also(own: readonly string[] | undefined, names: Names): readonly string[] | undefined {
  return own === undefined ? undefined : [...own, ...Object.keys(names)];
}

function under(
  fields: Readonly<Record<string, string>>,
  name: string | undefined,
  others: string,
): readonly string[] | undefined {
  const own = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  return own === undefined ? undefined : words(`${others} ${own}`);
}
