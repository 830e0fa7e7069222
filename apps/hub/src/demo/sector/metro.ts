// SPDX-License-Identifier: Apache-2.0
/** The company that runs the metro. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const METRO: DemoMember = {
  key: "metro",
  name: "星渚地铁 · Xingzhu Metro",
  sector: "transport",
  kind: "operator",
  domain: "metro.xingzhu.example",
  netbios: "XZMETRO",
  network: "10.60.0.0/16",
  people: [
    { name: "薛禾 Xue He", account: "xue.he", role: "administrator", title: "Head of security" },
    { name: "程舟 Cheng Zhou", account: "cheng.zhou", role: "responder", title: "Engineer" },
  ],
  systems: [
    {
      name: "信号系统 Train control",
      purpose: "Signals of four lines.",
      level: 4,
      isCritical: true,
      responsible: "xue.he",
      measures: ["No route to any other network"],
    },
    {
      name: "自动售检票系统 Fare collection",
      purpose: "Gates, cards and payments.",
      level: 3,
      isCritical: true,
      responsible: "cheng.zhou",
      measures: ["Endpoint protection"],
    },
  ],
  hosts: [
    {
      name: "metro-afc-01",
      ip: "10.60.16.11",
      kind: "server",
      system: "自动售检票系统 Fare collection",
      users: ["svc-afc"],
    },
    {
      name: "metro-office-12",
      ip: "10.60.40.12",
      kind: "workstation",
      system: "自动售检票系统 Fare collection",
      users: ["q.xia"],
    },
    {
      name: "metro-sensor",
      ip: "10.60.1.9",
      kind: "appliance",
      system: "自动售检票系统 Fare collection",
      users: [],
    },
  ],
  sources: [
    {
      key: "windows",
      name: "票务与办公 Windows",
      log: "windows",
      hosts: ["metro-afc-01", "metro-office-12"],
      rate: 2,
    },
    { key: "zeek", name: "出口探针 Zeek at the edge", log: "zeek", hosts: ["metro-sensor"], rate: 2 },
  ],
};
