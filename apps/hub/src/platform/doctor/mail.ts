// SPDX-License-Identifier: Apache-2.0
/** Whether notifications can be mailed: the server of the configuration is asked, and gets no mail. */
import type { Config } from "../config/index.ts";
import { failureOf, isLoopback, mailServerOf } from "../mail/index.ts";
import { fail, type Look, ok, warn } from "./finding.ts";

type Where = Pick<Config, "smtpUrl" | "smtpFrom">;

export function lookAtMail(config: Where): readonly Look[] {
  return [{ name: "mail", look: async () => await lookAtServer(config) }];
}

async function lookAtServer({ smtpUrl, smtpFrom }: Where) {
  if (smtpUrl === undefined && smtpFrom === undefined)
    return ok("not set up: notifications stand in the console alone");
  if (smtpUrl === undefined || smtpFrom === undefined)
    return fail(
      `${smtpUrl === undefined ? "FENGSUI_SMTP_URL" : "FENGSUI_SMTP_FROM"} is missing, and the other is given`,
      "Give both, or neither.",
    );
  const { host, hostname, protocol, username } = new URL(smtpUrl);
  try {
    await mailServerOf({ smtpUrl, smtpFrom })?.verify();
  } catch (error) {
    return fail(
      `${host}: ${failureOf(error).reason}`,
      "Check host, port, user and password in FENGSUI_SMTP_URL: smtps://…:465, or smtp://…:587 with STARTTLS.",
    );
  }
  const isOpen = protocol === "smtp:" && username === "" && !isLoopback(hostname);
  if (isOpen)
    return warn(
      `${host} takes mail; it may go there without TLS`,
      "Use smtps://, or a user: with one, nothing is sent without TLS.",
    );
  return ok(`${host} takes mail from ${smtpFrom}`);
}
