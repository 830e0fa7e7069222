// SPDX-License-Identifier: Apache-2.0
/** The centre that coordinates the sector. Invented, as is everybody in it. */
import type { DemoMember } from "./member.ts";

export const CENTRE: DemoMember = {
  key: "centre",
  name: "星渚市网络安全协调中心 · Xingzhu Coordination Centre",
  sector: "government",
  kind: "coordinator",
  domain: "cert.xingzhu.example",
  netbios: "XZCERT",
  network: "10.10.0.0/16",
  people: [
    {
      name: "沈砚 Shen Yan",
      account: "shen.yan",
      role: "administrator",
      title: "Head of the centre",
      hubRoles: ["operator", "coordinator"],
      elsewhere: { grid: "viewer", hospital: "viewer", university: "viewer", water: "viewer" },
    },
    {
      name: "陆衡 Lu Heng",
      account: "lu.heng",
      part: "investigates",
      elsewhere: {
        grid: "analyst",
        hospital: "analyst",
        university: "analyst",
        water: "analyst",
        metro: "analyst",
        bank: "viewer",
      },
      role: "responder",
      title: "Analyst on duty",
      hubRoles: ["coordinator"],
    },
    {
      name: "乔宁 Qiao Ning",
      account: "qiao.ning",
      part: "reviews",
      elsewhere: { grid: "viewer", hospital: "viewer", university: "viewer" },
      role: "responder",
      title: "Reviews what was done",
      hubRoles: ["coordinator"],
    },
  ],
  systems: [
    {
      name: "情报共享平台 Sharing hub",
      purpose: "Takes reports and logs of members, and tells them what others learned.",
      level: 3,
      isCritical: false,
      responsible: "shen.yan",
      measures: ["Two-factor sign-in", "Backup to another site"],
    },
  ],
  hosts: [
    { name: "hub-01", ip: "10.10.2.11", kind: "server", system: "情报共享平台 Sharing hub", users: ["ops"] },
    {
      name: "bastion-01",
      ip: "10.10.1.5",
      kind: "server",
      system: "情报共享平台 Sharing hub",
      users: ["ops", "shen"],
    },
  ],
  sources: [
    { key: "ssh", name: "堡垒机 SSH bastion", log: "ssh", hosts: ["bastion-01", "hub-01"], rate: 0.4 },
  ],
};
