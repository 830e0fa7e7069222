// SPDX-License-Identifier: Apache-2.0
/** A university. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const UNIVERSITY: DemoMember = {
  key: "university",
  name: "星渚大学 · Xingzhu University",
  sector: "education",
  kind: "operator",
  domain: "univ.xingzhu.example",
  netbios: "XZUNIV",
  network: "10.70.0.0/16",
  people: [
    {
      name: "孟柯 Meng Ke",
      account: "meng.ke",
      role: "administrator",
      title: "Head of the computing centre",
    },
    { name: "白芷 Bai Zhi", account: "bai.zhi", role: "responder", title: "Network engineer" },
  ],
  systems: [
    {
      name: "教务系统 Student records",
      purpose: "Enrolment and marks of 31,000 students.",
      level: 3,
      isCritical: false,
      responsible: "meng.ke",
      measures: ["Nightly backup"],
    },
    {
      name: "校园办公网 Campus network",
      purpose: "Mail, workstations and wireless network.",
      level: 2,
      isCritical: false,
      responsible: "bai.zhi",
      measures: ["Mail filter"],
    },
  ],
  hosts: [
    {
      name: "univ-med-214",
      ip: "10.70.44.14",
      kind: "workstation",
      system: "校园办公网 Campus network",
      users: ["h.gu"],
    },
    {
      name: "univ-lib-033",
      ip: "10.70.40.33",
      kind: "workstation",
      system: "校园办公网 Campus network",
      users: ["s.pan"],
    },
    {
      name: "univ-sis-01",
      ip: "10.70.16.11",
      kind: "server",
      system: "教务系统 Student records",
      users: ["svc-sis"],
    },
    {
      name: "univ-login",
      ip: "10.70.1.5",
      kind: "server",
      system: "校园办公网 Campus network",
      users: ["bai"],
    },
    {
      name: "univ-sensor",
      ip: "10.70.1.9",
      kind: "appliance",
      system: "校园办公网 Campus network",
      users: [],
    },
  ],
  sources: [
    {
      key: "windows",
      name: "办公终端 Workstations",
      log: "windows",
      hosts: ["univ-med-214", "univ-lib-033", "univ-sis-01"],
      rate: 2.5,
    },
    { key: "zeek", name: "出口探针 Zeek at the edge", log: "zeek", hosts: ["univ-sensor"], rate: 3 },
    { key: "ssh", name: "登录节点 Login nodes", log: "ssh", hosts: ["univ-login"], rate: 0.8 },
  ],
};
