// SPDX-License-Identifier: Apache-2.0
/** The company that supplies water. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const WATER: DemoMember = {
  key: "water",
  name: "星渚水务集团 · Xingzhu Water",
  sector: "water",
  kind: "operator",
  domain: "water.xingzhu.example",
  netbios: "XZWATER",
  network: "10.50.0.0/16",
  people: [
    { name: "许澄 Xu Cheng", account: "xu.cheng", role: "administrator", title: "Head of operations" },
    { name: "丁冉 Ding Ran", account: "ding.ran", role: "responder", title: "Engineer" },
  ],
  systems: [
    {
      name: "制水控制系统 Treatment control",
      purpose: "Pumps and dosing of two works.",
      level: 3,
      isCritical: true,
      responsible: "xu.cheng",
      measures: ["Own network", "Manual operation is practised"],
    },
    {
      name: "用户服务网站 Customer service",
      purpose: "Bills and notices.",
      level: 2,
      isCritical: false,
      responsible: "ding.ran",
      measures: ["Hosted in the city cloud"],
    },
  ],
  hosts: [
    {
      name: "water-hist-01",
      ip: "10.50.20.11",
      kind: "server",
      system: "制水控制系统 Treatment control",
      users: ["historian"],
    },
    {
      name: "water-web-01",
      ip: "10.50.8.21",
      kind: "server",
      system: "用户服务网站 Customer service",
      users: ["www-data", "ding"],
    },
  ],
  sources: [
    {
      key: "auditd",
      name: "控制区服务器 auditd",
      log: "auditd",
      hosts: ["water-hist-01", "water-web-01"],
      rate: 1.2,
    },
    { key: "ssh", name: "运维登录 SSH", log: "ssh", hosts: ["water-hist-01", "water-web-01"], rate: 0.3 },
  ],
};
