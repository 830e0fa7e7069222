// SPDX-License-Identifier: Apache-2.0
/** What rules find though nobody means harm: somebody has to look, and to say so. */
import { type ExpectedAlert, type Step, SYSTEM32, seat } from "../intrusion/step.ts";
import { syslogOf } from "../logs/unix.ts";
import { BANK, fullName, WATER } from "../sector/index.ts";

const { starts } = seat(BANK, "bank-adm-02", "adm-luo");

export const HARMLESS_STEPS: readonly Step[] = [
  {
    minute: -420,
    member: WATER,
    source: "ssh",
    write: (at) =>
      syslogOf(
        { member: WATER, host: "water-web-01", at },
        "sshd",
        "Accepted password for root from 10.50.1.20 port 50122 ssh2",
      ),
  },
  starts(-205, {
    image: `${SYSTEM32}net.exe`,
    commandLine: 'net group "Domain Admins" /domain',
    parent: "C:\\Program Files\\Audit\\quarterly.exe",
  }),
];

export const HARMLESS_ALERTS: readonly ExpectedAlert[] = [
  { member: WATER, rule: "linux/root-signed-in-by-password", entity: fullName(WATER, "water-web-01") },
  { member: BANK, rule: "windows/domain-admins-listed", entity: fullName(BANK, "bank-adm-02") },
];
