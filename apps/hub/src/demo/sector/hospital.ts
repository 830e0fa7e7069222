// SPDX-License-Identifier: Apache-2.0
/** A hospital. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const HOSPITAL: DemoMember = {
  key: "hospital",
  name: "星渚市第一医院 · Xingzhu First Hospital",
  sector: "health",
  kind: "operator",
  domain: "hospital.xingzhu.example",
  netbios: "XZHOSP",
  network: "10.30.0.0/16",
  people: [
    {
      name: "温晴 Wen Qing",
      account: "wen.qing",
      role: "administrator",
      title: "Head of information technology",
    },
    {
      name: "唐越 Tang Yue",
      account: "tang.yue",
      part: "answers",
      role: "responder",
      title: "Systems engineer",
    },
    { name: "邵宁 Shao Ning", account: "shao.ning", role: "viewer", title: "Medical director" },
  ],
  systems: [
    {
      name: "医院信息系统 Hospital information system",
      purpose: "Records, prescriptions and laboratory of 1,800 beds.",
      level: 3,
      isCritical: true,
      responsible: "wen.qing",
      measures: ["Nightly backup", "Separate network"],
    },
    {
      name: "互联网医院门户 Patient portal",
      purpose: "Appointments and results for patients, from the internet.",
      level: 3,
      isCritical: true,
      responsible: "tang.yue",
      measures: ["Web application firewall, in learning mode"],
    },
    {
      name: "办公与远程接入 Office and remote access",
      purpose: "Mail, file shares, and the VPN of doctors.",
      level: 2,
      isCritical: false,
      responsible: "tang.yue",
      measures: ["Endpoint protection"],
    },
  ],
  hosts: [
    {
      name: "hosp-web-01",
      ip: "10.30.8.21",
      kind: "server",
      system: "互联网医院门户 Patient portal",
      users: ["svc-portal"],
    },
    {
      name: "hosp-fs-01",
      ip: "10.30.12.22",
      kind: "server",
      system: "办公与远程接入 Office and remote access",
      users: ["adm-tang", "svc-backup"],
    },
    {
      name: "hosp-dc-01",
      ip: "10.30.12.10",
      kind: "server",
      system: "办公与远程接入 Office and remote access",
      users: ["adm-tang"],
    },
    {
      name: "hosp-his-02",
      ip: "10.30.16.12",
      kind: "server",
      system: "医院信息系统 Hospital information system",
      users: ["svc-his"],
    },
    {
      name: "hosp-ward3-07",
      ip: "10.30.40.67",
      kind: "workstation",
      system: "医院信息系统 Hospital information system",
      users: ["y.lin", "c.bai"],
    },
    {
      name: "hosp-proxy",
      ip: "10.30.8.5",
      kind: "appliance",
      system: "互联网医院门户 Patient portal",
      users: [],
    },
    {
      name: "hosp-vpn",
      ip: "10.30.1.4",
      kind: "appliance",
      system: "办公与远程接入 Office and remote access",
      users: [],
    },
  ],
  sources: [
    {
      key: "windows",
      name: "服务器与终端 Windows",
      log: "windows",
      hosts: ["hosp-web-01", "hosp-fs-01", "hosp-dc-01", "hosp-his-02", "hosp-ward3-07"],
      rate: 3,
    },
    { key: "web", name: "门户访问日志 nginx", log: "web", hosts: ["hosp-proxy"], rate: 2 },
    { key: "vpn", name: "远程接入网关 VPN gateway", log: "vpn", hosts: ["hosp-vpn"], rate: 0.6 },
  ],
};
