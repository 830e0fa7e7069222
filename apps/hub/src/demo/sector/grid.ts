// SPDX-License-Identifier: Apache-2.0
/** The company that runs the grid. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const GRID: DemoMember = {
  key: "grid",
  name: "星渚电网公司 · Xingzhu Grid",
  sector: "energy",
  kind: "operator",
  domain: "grid.xingzhu.example",
  netbios: "XZGRID",
  network: "10.20.0.0/16",
  people: [
    { name: "方朔 Fang Shuo", account: "fang.shuo", role: "administrator", title: "Head of security" },
    { name: "何锐 He Rui", account: "he.rui", role: "responder", title: "Security engineer" },
    { name: "韩霁 Han Ji", account: "han.ji", role: "analyst", title: "Watch" },
  ],
  systems: [
    {
      name: "调度自动化系统 Dispatching automation",
      purpose: "Keeps generation and load in balance, and switches lines.",
      level: 4,
      isCritical: true,
      responsible: "fang.shuo",
      measures: ["One-way gateway to the office network", "Own clock and own time source"],
    },
    {
      name: "营销计量系统 Metering and billing",
      purpose: "Reads meters of 1.2 million homes and bills them.",
      level: 3,
      isCritical: true,
      responsible: "he.rui",
      measures: ["Database audit"],
    },
    {
      name: "办公网 Office network",
      purpose: "Mail, files, and the jump host for suppliers.",
      level: 2,
      isCritical: false,
      responsible: "he.rui",
      measures: ["Endpoint protection"],
    },
  ],
  hosts: [
    {
      name: "grid-office-031",
      ip: "10.20.40.31",
      kind: "workstation",
      system: "办公网 Office network",
      users: ["m.luo"],
    },
    {
      name: "grid-office-047",
      ip: "10.20.40.47",
      kind: "workstation",
      system: "办公网 Office network",
      users: ["j.an"],
    },
    {
      name: "grid-fs-02",
      ip: "10.20.12.22",
      kind: "server",
      system: "办公网 Office network",
      users: ["svc-backup", "adm-he"],
    },
    {
      name: "grid-dc-01",
      ip: "10.20.12.10",
      kind: "server",
      system: "办公网 Office network",
      users: ["adm-he"],
    },
    {
      name: "grid-meter-01",
      ip: "10.20.20.5",
      kind: "server",
      system: "营销计量系统 Metering and billing",
      users: ["svc-meter"],
    },
    { name: "grid-sensor", ip: "10.20.1.9", kind: "appliance", system: "办公网 Office network", users: [] },
  ],
  sources: [
    {
      key: "windows",
      name: "办公网终端与服务器 Office Windows",
      log: "windows",
      hosts: ["grid-office-031", "grid-office-047", "grid-fs-02", "grid-dc-01", "grid-meter-01"],
      rate: 3,
    },
    { key: "eve", name: "出口探针 Suricata at the edge", log: "eve", hosts: ["grid-sensor"], rate: 2.5 },
  ],
};
