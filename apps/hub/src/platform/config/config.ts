// SPDX-License-Identifier: Apache-2.0
/** Settings to a configuration: what each may be is in `settings.ts`, what they may be together is here. */
import { FengsuiError } from "@fengsui/contract";
import type { z } from "zod";
import { CONFIG_SCHEMA, SETTINGS, type SettingName } from "./settings.ts";

type Parsed = z.output<typeof CONFIG_SCHEMA>;

export type Config = Readonly<Omit<Parsed, "tlsCert" | "tlsKey">> & {
  /** Where the hub does TLS itself. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Things that look like mistakes and stop nothing. */
  readonly warnings: readonly string[];
};

/** The settings as they were written, each with the place that it is from. */
export interface Written {
  readonly values: Readonly<Record<string, unknown>>;
  readonly places: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

export function buildConfig({ values, places, warnings }: Written): Config {
  const result = CONFIG_SCHEMA.safeParse(values);
  if (!result.success) throw invalid(result.error.issues, places);
  const { tlsCert, tlsKey, ...rest } = result.data;
  const missing = tlsCert === undefined ? "tlsCert" : "tlsKey";
  if ((tlsCert === undefined) !== (tlsKey === undefined))
    throw new FengsuiError(
      "config.invalid",
      `${nameOf(missing, places)}: is missing, and the other is given`,
      {
        hint: "Give both FENGSUI_TLS_CERT and FENGSUI_TLS_KEY, or neither.",
      },
    );
  const tls = tlsCert === undefined || tlsKey === undefined ? undefined : { cert: tlsCert, key: tlsKey };
  requireCover(rest, tls !== undefined);
  if (rest.syslogTls !== undefined && tls === undefined)
    throw new FengsuiError(
      "config.invalid",
      `${nameOf("syslogTls", places)}: there is no certificate for it`,
      {
        hint: "Give FENGSUI_TLS_CERT and FENGSUI_TLS_KEY, too.",
      },
    );
  return { ...rest, ...(tls !== undefined && { tls }), warnings: [...warnings, ...openSyslog(rest)] };
}

/** Many devices know nothing else, so it is no error. */
function openSyslog({ syslogTcp }: Pick<Parsed, "syslogTcp">): string[] {
  if (syslogTcp === undefined || syslogTcp.isLoopback) return [];
  return [
    "FENGSUI_SYSLOG_TCP takes logs from other machines without encryption; FENGSUI_SYSLOG_TLS is safer",
  ];
}

/** Passwords and logs do not cross a network in the clear. */
function requireCover({ listen, trustProxy }: Pick<Parsed, "listen" | "trustProxy">, hasTls: boolean): void {
  if (listen.isLoopback || hasTls || trustProxy.length > 0) return;
  const { host, port } = listen;
  throw new FengsuiError(
    "config.exposed",
    `FENGSUI_LISTEN is ${host.includes(":") ? `[${host}]` : host}:${port}, which other machines can reach, and nothing does TLS`,
  );
}

function invalid(issues: readonly z.core.$ZodIssue[], places: Written["places"]): FengsuiError {
  const lines = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => `${nameOf(key, places)}: is no setting`);
    return `${nameOf(String(issue.path[0]), places)}: ${messageOf(issue)}`;
  });
  return new FengsuiError("config.invalid", lines.join("\n"));
}

/** zod's own messages are about types; what counts here is what may be written. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `is none of: ${issue.values.join(", ")}`;
  if (issue.code === "invalid_type") return `is no ${issue.expected}`;
  return issue.message;
}

function nameOf(name: string, places: Written["places"]): string {
  const place = places[name];
  if (place !== undefined) return place;
  return isSettingName(name) ? SETTINGS[name].variable : name;
}
