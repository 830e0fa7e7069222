// SPDX-License-Identifier: Apache-2.0
/** It begins at the university: a document in a mail, and the password that a professor's browser had kept. */
import { connectionOf, fileOf, lookupOf } from "../logs/windows.ts";
import { questionOf } from "../logs/zeek.ts";
import { Random } from "../random.ts";
import { fullName, hostOf, UNIVERSITY } from "../sector/index.ts";
import { CMD, type ExpectedAlert, POWERSHELL, type Step, SYSTEM32, seat, THEIRS } from "./step.ts";

const HOST = "univ-med-214";
const SENSOR = "univ-sensor";
const { starts, step } = seat(UNIVERSITY, HOST, "h.gu");
const WORD = "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE";
const OUTLOOK = "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE";
const MAIL_FOLDER = "C:\\Users\\h.gu\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook\\Q7\\";
const PASSWORDS = "C:\\Users\\h.gu\\AppData\\Local\\Google\\Chrome\\User Data\\Default\\Login Data";
/** It does nothing: `Write-Host 'demo'`. */
const ENCODED = Buffer.from("Write-Host 'demo'", "utf16le").toString("base64");
const QUESTIONS = 12;

export function universitySteps(seed: string): Step[] {
  return [
    step(3, (at) =>
      fileOf(
        { member: UNIVERSITY, host: HOST, at },
        { image: OUTLOOK, path: `${MAIL_FOLDER}Programme.docm` },
      ),
    ),
    starts(3.4, {
      image: WORD,
      commandLine: `WINWORD.EXE /n "${MAIL_FOLDER}Programme.docm"`,
      parent: OUTLOOK,
    }),
    starts(4, {
      image: POWERSHELL,
      commandLine: `powershell.exe -NoP -W Hidden -Enc ${ENCODED}`,
      parent: WORD,
    }),
    step(4.2, (at) =>
      lookupOf(
        { member: UNIVERSITY, host: HOST, at },
        { image: POWERSHELL, name: "cdn.transfer.example", answer: THEIRS.control },
      ),
    ),
    step(4.3, (at) =>
      connectionOf(
        { member: UNIVERSITY, host: HOST, at },
        { image: POWERSHELL, user: "h.gu", to: THEIRS.control, port: 443 },
      ),
    ),
    starts(12, { image: `${SYSTEM32}whoami.exe`, commandLine: "whoami /all", parent: POWERSHELL }),
    starts(20, {
      image: CMD,
      commandLine: `cmd.exe /c copy "${PASSWORDS}" C:\\Users\\Public\\ld.db`,
      parent: POWERSHELL,
    }),
    ...questions(seed),
  ];
}

/** The file goes out piece by piece, as names that are asked for. */
function questions(seed: string): Step[] {
  const random = new Random(seed, "questions");
  const from = hostOf(UNIVERSITY, HOST).ip;
  return Array.from({ length: QUESTIONS }, (_, index) => {
    const name = `${random.letters(44)}.q.transfer.example`;
    return {
      minute: 23 + index * 0.7,
      member: UNIVERSITY,
      source: "zeek",
      write: (at) =>
        questionOf({ member: UNIVERSITY, host: SENSOR, at }, { from, to: "10.70.0.53", name, kind: "TXT" }),
    };
  });
}

export const UNIVERSITY_ALERTS: readonly ExpectedAlert[] = [
  ...["document-starts-interpreter", "powershell-hidden-encoded", "browser-passwords-copied"].map((name) => ({
    member: UNIVERSITY,
    rule: `windows/${name}`,
    entity: fullName(UNIVERSITY, HOST),
  })),
  { member: UNIVERSITY, rule: "network/dns-carries-data", entity: fullName(UNIVERSITY, SENSOR) },
];
