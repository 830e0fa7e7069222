// SPDX-License-Identifier: Apache-2.0
/** What a column is, guessed by its header in either language, else by what stands in it. */
import type { AssetField, ImportField, ImportKind, SystemField } from "@fengsui/contract";
import { canonicalAddress, canonicalNetwork, normalise } from "../identity/identifiers.ts";

/** Without blanks, punctuation and what stands in brackets; the first two are what our own export writes. */
const ASSET_HEADERS: Readonly<Record<AssetField, readonly string[]>> = {
  id: ["id", "编号id", "assetid", "资产id"],
  name: ["name", "名称", "资产名称", "设备名称", "assetname", "devicename", "显示名称"],
  kind: ["kind", "类型", "资产类型", "assettype", "type", "类别", "资产类别"],
  system: [
    "system",
    "所属系统",
    "系统",
    "系统名称",
    "业务系统",
    "信息系统",
    "所属业务系统",
    "systemname",
    "application",
    "应用系统",
  ],
  hostname: [
    "hostname",
    "主机名",
    "主机名称",
    "计算机名",
    "计算机名称",
    "computername",
    "computer",
    "host",
    "machinename",
    "机器名",
  ],
  fqdn: ["fqdn", "完整主机名", "完全限定域名", "dnsname", "dnshostname", "全限定域名"],
  ip: [
    "ip",
    "ip地址",
    "ipaddress",
    "ipaddresses",
    "ipv4",
    "ipv6",
    "管理ip",
    "管理地址",
    "内网ip",
    "内网地址",
    "address4",
    "主机ip",
  ],
  mac: ["mac", "mac地址", "macaddress", "物理地址", "硬件地址", "physicaladdress"],
  serial: [
    "serial",
    "序列号",
    "serialnumber",
    "serialno",
    "sn",
    "设备序列号",
    "sn号",
    "服务编号",
    "servicetag",
  ],
  machine_guid: ["machineguid", "机器guid", "guid", "uuid", "biosuuid", "machineid", "硬件uuid"],
  agent_id: ["agentid", "代理id", "agent", "探针id", "客户端id", "edrid"],
  cloud_instance: [
    "cloudinstance",
    "云实例",
    "instanceid",
    "实例id",
    "云主机id",
    "vmid",
    "云实例id",
    "ecsid",
  ],
  network: ["network", "网段", "cidr", "subnet", "子网", "网络", "地址段"],
  domain: ["domain", "域名", "domainname", "网站域名", "主域名"],
  address: [
    "address",
    "公网地址",
    "公网ip",
    "外网ip",
    "互联网ip",
    "publicip",
    "出口ip",
    "publicaddress",
    "互联网地址",
  ],
  note: ["note", "备注", "notes", "remark", "remarks", "comment", "说明", "描述", "description"],
};

const SYSTEM_HEADERS: Readonly<Record<SystemField, readonly string[]>> = {
  id: ["id", "编号id", "systemid", "系统id"],
  name: [
    "name",
    "系统名称",
    "名称",
    "系统",
    "system",
    "systemname",
    "信息系统名称",
    "信息系统",
    "业务系统名称",
    "定级对象",
    "定级对象名称",
  ],
  purpose: [
    "purpose",
    "用途",
    "功能",
    "业务描述",
    "业务功能",
    "系统用途",
    "description",
    "描述",
    "说明",
    "业务类型",
  ],
  level: [
    "level",
    "保护等级",
    "等级",
    "等保级别",
    "等保等级",
    "安全保护等级",
    "定级",
    "系统等级",
    "安全等级",
    "protectionlevel",
    "mlps",
    "mlpslevel",
    "级别",
  ],
  is_critical: [
    "iscritical",
    "是否关键",
    "critical",
    "关基",
    "是否关基",
    "关键信息基础设施",
    "是否关键信息基础设施",
    "cii",
    "是否重要",
    "关键",
  ],
  responsible: [
    "responsible",
    "责任人",
    "负责人",
    "owner",
    "安全责任人",
    "系统负责人",
    "联系人",
    "contact",
    "responsibleperson",
    "管理员",
  ],
  responsible_role: ["responsiblerole", "责任人职务", "职务", "岗位", "role", "title", "职责"],
  responsible_phone: [
    "responsiblephone",
    "责任人电话",
    "电话",
    "联系电话",
    "手机",
    "phone",
    "telephone",
    "mobile",
    "手机号",
    "联系方式",
  ],
  responsible_email: [
    "responsibleemail",
    "责任人邮箱",
    "邮箱",
    "电子邮件",
    "email",
    "mail",
    "邮件",
    "电子邮箱",
  ],
  guardian: [
    "guardian",
    "运维单位",
    "维护单位",
    "maintainer",
    "运维厂商",
    "运维方",
    "托管单位",
    "承建单位",
    "保护单位",
  ],
  measures: ["measures", "防护措施", "安全措施", "措施", "controls", "保护措施"],
};

const SAMPLES_FOR_GUESS = 30;

export function guessMapping(
  kind: ImportKind,
  headers: readonly string[],
  rows: readonly { readonly cells: readonly string[] }[],
): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  const take = (field: ImportField | undefined): ImportField | null => {
    if (field === undefined || taken.has(field)) return null;
    taken.add(field);
    return field;
  };
  const mapping = headers.map((header) => take(byHeader(kind, header)));
  if (kind === "systems") return mapping;
  return mapping.map((field, at) => {
    const samples = rows.slice(0, SAMPLES_FOR_GUESS).map(({ cells }) => cells[at] ?? "");
    return field ?? take(byContent(samples.filter((text) => text !== "")));
  });
}

function byHeader(kind: ImportKind, header: string): ImportField | undefined {
  const plain = header
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[([{【].*?[)\]}】]/g, "")
    .replaceAll(/[\s\p{P}\p{S}]+/gu, "");
  const table: Readonly<Record<string, readonly string[]>> =
    kind === "systems" ? SYSTEM_HEADERS : ASSET_HEADERS;
  const found = Object.entries(table).find(([, names]) => names.includes(plain))?.[0];
  return isField(kind, found) ? found : undefined;
}

function isField(kind: ImportKind, name: string | undefined): name is ImportField {
  return name !== undefined && Object.hasOwn(kind === "systems" ? SYSTEM_HEADERS : ASSET_HEADERS, name);
}

/** Of a form that nothing else has. */
function byContent(samples: readonly string[]): ImportField | undefined {
  if (samples.length === 0) return undefined;
  const areAll = (test: (text: string) => boolean) => samples.every(test);
  if (areAll((text) => canonicalNetwork(text) !== undefined)) return "network";
  if (areAll((text) => canonicalAddress(text) !== undefined)) return "ip";
  if (areAll((text) => normalise("mac", text) !== undefined)) return "mac";
  return undefined;
}

const EXPORT_HEADERS = { en: 0, "zh-CN": 1 } as const;

/** As the export writes it, so that it is known again. */
export function headerOf(
  kind: ImportKind,
  field: ImportField,
  language: keyof typeof EXPORT_HEADERS,
): string {
  const table: Readonly<Record<string, readonly string[]>> =
    kind === "systems" ? SYSTEM_HEADERS : ASSET_HEADERS;
  return EXPORT_HEADERS[language] === 0 ? field : (table[field]?.[1] ?? field);
}
