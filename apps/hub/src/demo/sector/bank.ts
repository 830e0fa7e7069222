// SPDX-License-Identifier: Apache-2.0
/** A bank. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const BANK: DemoMember = {
  key: "bank",
  name: "星渚商业银行 · Xingzhu Commercial Bank",
  sector: "finance",
  kind: "operator",
  domain: "bank.xingzhu.example",
  netbios: "XZBANK",
  network: "10.40.0.0/16",
  people: [
    {
      name: "金珊 Jin Shan",
      account: "jin.shan",
      role: "administrator",
      title: "Chief information security officer",
    },
    { name: "罗恺 Luo Kai", account: "luo.kai", role: "responder", title: "Security engineer" },
  ],
  systems: [
    {
      name: "核心银行系统 Core banking",
      purpose: "Accounts and payments.",
      level: 4,
      isCritical: true,
      responsible: "jin.shan",
      measures: ["Hardware security modules", "Second data centre"],
    },
    {
      name: "手机银行网关 Mobile banking gateway",
      purpose: "What the application of customers talks to.",
      level: 3,
      isCritical: true,
      responsible: "luo.kai",
      measures: ["Rate limits", "Own certificates"],
    },
  ],
  hosts: [
    {
      name: "bank-core-01",
      ip: "10.40.16.11",
      kind: "server",
      system: "核心银行系统 Core banking",
      users: ["svc-core"],
    },
    {
      name: "bank-adm-02",
      ip: "10.40.12.32",
      kind: "workstation",
      system: "核心银行系统 Core banking",
      users: ["adm-luo"],
    },
    {
      name: "bank-app-03",
      ip: "10.40.8.43",
      kind: "server",
      system: "手机银行网关 Mobile banking gateway",
      users: ["svc-app"],
    },
    {
      name: "bank-bastion",
      ip: "10.40.1.5",
      kind: "server",
      system: "核心银行系统 Core banking",
      users: ["ops"],
    },
  ],
  sources: [
    {
      key: "windows",
      name: "核心区 Windows",
      log: "windows",
      hosts: ["bank-core-01", "bank-adm-02"],
      rate: 2,
    },
    { key: "ssh", name: "堡垒机 SSH bastion", log: "ssh", hosts: ["bank-bastion", "bank-app-03"], rate: 0.8 },
  ],
};
