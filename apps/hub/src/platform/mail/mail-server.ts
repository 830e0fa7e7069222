// SPDX-License-Identifier: Apache-2.0
/** The mail server of the configuration: mails go there, and it is asked whether it would take them. */
import { DELIVERY_REASONS } from "@fengsui/contract";
import { createTransport } from "nodemailer";
import type { Config } from "../config/index.ts";
import { redactText } from "../telemetry/redact.ts";

export interface Mail {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same at each attempt, so that a repeat is known for one. */
  readonly messageId: string;
  /** Absent where it is no choice whether it comes. */
  readonly unsubscribe?: string;
  readonly date: Date;
}

export interface MailFailure {
  readonly kind: "failed";
  /** In plain words. */
  readonly reason: string;
  /** It would fail again. */
  readonly isFinal?: true;
  /** Nothing goes there now, so that others need not try. */
  readonly isTargetDown?: true;
}

export type MailOutcome = { readonly kind: "sent"; readonly reason: string } | MailFailure;

export interface MailServer {
  readonly send: (mail: Mail) => Promise<MailOutcome>;
  /** Throws where it would not take a mail. */
  readonly verify: () => Promise<void>;
  /** What follows the @ in identifiers of messages. */
  readonly domain: string;
}

const CONNECT_MS = 10_000;
const SILENT_MS = 30_000;

/** Undefined where the configuration names none. */
export function mailServerOf({
  smtpUrl,
  smtpFrom,
}: Pick<Config, "smtpUrl" | "smtpFrom">): MailServer | undefined {
  if (smtpUrl === undefined || smtpFrom === undefined) return undefined;
  const url = new URL(smtpUrl);
  const user = decodeURIComponent(url.username);
  const isSecure = url.protocol === "smtps:";
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: Number(url.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    // A password does not cross the network in the clear because somebody in between hid that TLS is offered.
    requireTLS: !isSecure && user !== "" && !isLoopback(url.hostname),
    ...(user !== "" && { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    domain: /@([^>\s]+)>?$/.exec(smtpFrom)?.[1] ?? "fengsui",
    verify: async () => void (await transport.verify()),
    send: async ({ to, messageId, unsubscribe, ...mail }) => {
      try {
        const { response } = await transport.sendMail({
          ...mail,
          from: smtpFrom,
          to,
          messageId,
          // Nobody's absence is answered to a machine (RFC 3834).
          headers: {
            "Auto-Submitted": "auto-generated",
            ...(unsubscribe !== undefined && { "List-Unsubscribe": `<${unsubscribe}>` }),
          },
        });
        return { kind: "sent", reason: `${DELIVERY_REASONS.mailTaken}: ${response}` };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\./.test(hostname);
}

export function failureOf(error: unknown): MailFailure {
  const { code, responseCode, response } = detailsOf(error);
  const said = redactText(response ?? (error instanceof Error ? error.message : String(error)));
  if (code === "EAUTH") return down(`${DELIVERY_REASONS.mailLogin}: ${said}`);
  if (code === "ETLS") return down(`${DELIVERY_REASONS.mailTls}: ${said}`);
  if (responseCode === undefined) return down(`${DELIVERY_REASONS.mailUnreachable}: ${said}`);
  // RFC 5321, section 4.2.1: 5 for good, 4 for now.
  if (responseCode >= 500)
    return { kind: "failed", reason: `${DELIVERY_REASONS.mailRefused}: ${said}`, isFinal: true };
  return { kind: "failed", reason: `${DELIVERY_REASONS.mailLater}: ${said}` };
}

function down(reason: string): MailFailure {
  return { kind: "failed", reason, isTargetDown: true };
}

function detailsOf(error: unknown) {
  const of = (name: string): unknown =>
    typeof error === "object" && error !== null
      ? Object.entries(error).find(([key]) => key === name)?.[1]
      : undefined;
  const [code, responseCode, response] = [of("code"), of("responseCode"), of("response")];
  return {
    code: typeof code === "string" ? code : undefined,
    responseCode: typeof responseCode === "number" ? responseCode : undefined,
    response: typeof response === "string" ? response : undefined,
  };
}
