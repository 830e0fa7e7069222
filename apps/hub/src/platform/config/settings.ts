// SPDX-License-Identifier: Apache-2.0
/**
 * Every setting there is: its name in the configuration file, its variable in the environment, what it means, and
 * the form of its value. The documentation is printed from this table.
 */
import { z } from "zod";
import { LOG_LEVELS } from "../telemetry/logger.ts";
import { parseListenAddress } from "./listen-address.ts";
import { parseNetwork } from "./networks.ts";

export const ROLES = ["api", "ingest", "detect", "worker"] as const;
export type Role = (typeof ROLES)[number];

/** A list is written in a file as a list or, as in the environment, as text with commas. */
function listOf<Item extends z.ZodType>(item: Item) {
  const split = (value: unknown) =>
    typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : value;
  return z.preprocess(split, z.array(item));
}

function addressOf(protocols: readonly string[]) {
  return z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ""), {
    error: `is not an address that begins with ${protocols.map((name) => `${name}//`).join(" or ")}`,
  });
}

const listenAddress = z.string().transform((text, context) => {
  const address = parseListenAddress(text);
  if (address !== undefined) return address;
  context.addIssue({
    code: "custom",
    message: "is not an address and a port, such as 127.0.0.1:7480 or [::1]:7480",
  });
  return z.NEVER;
});

const network = z.string().refine((text) => parseNetwork(text) !== undefined, {
  error: "is not an IP address or a network, such as 10.0.0.2 or 10.0.0.0/8",
});

/** A path in a configuration must not depend on where the program was started. */
const path = z.string().refine((text) => text.startsWith("/"), { error: "is not a path that begins with /" });

/** `postgres:///name?host=/run/postgresql` is one, though no URL to a browser. */
const databaseAddress = z.string().regex(/^postgres(ql)?:\/\//, {
  error: "is not an address that begins with postgres:// or postgresql://",
});

/** `fengsui@example.org`, or `Fengsui <fengsui@example.org>`. */
const MAIL_ADDRESS = /^[^<>\r\n]*<?[^\s<>@"]+@[^\s<>@"]+>?$/;

export const CONFIG_SCHEMA = z.strictObject({
  dataDir: path,
  databaseUrl: databaseAddress.optional(),
  databaseRolePassword: z.string().min(12, { error: "is shorter than 12 characters" }).optional(),
  clickhouseUrl: addressOf(["http:", "https:"]).optional(),
  listen: listenAddress,
  tlsCert: path.optional(),
  tlsKey: path.optional(),
  trustProxy: listOf(network),
  syslogTcp: listenAddress.optional(),
  syslogTls: listenAddress.optional(),
  roles: listOf(z.enum(ROLES)).refine((roles) => roles.length > 0, { error: "names no role" }),
  retrospectionDays: z.coerce
    .number({ error: "is no number" })
    .min(0, { error: "is less than 0" })
    .max(36_500, { error: "is more than a hundred years" }),
  retrospectionWaitSeconds: z.coerce
    .number({ error: "is no number" })
    .min(0, { error: "is less than 0" })
    .max(3_600, { error: "is more than an hour" }),
  rulesDir: path.optional(),
  rulesOrganisation: z.string().min(1).max(200).optional(),
  publicUrl: addressOf(["http:", "https:"]).optional(),
  smtpUrl: addressOf(["smtp:", "smtps:"]).optional(),
  smtpFrom: z
    .string()
    .max(400)
    .regex(MAIL_ADDRESS, { error: "holds no address such as fengsui@example.org" })
    .optional(),
  webhookNetworks: listOf(network),
  providerNetworks: listOf(network),
  logLevel: z.enum(LOG_LEVELS),
});

export type SettingName = keyof typeof CONFIG_SCHEMA.shape;

export interface Setting {
  readonly variable: string;
  readonly meaning: string;
  /** As it is written; absent where a setting has none, and for the data directory, whose default depends on the user. */
  readonly default?: string;
  /** How the documentation shows a default that cannot be written. */
  readonly defaultInWords?: string;
  readonly isSecret?: true;
}

export const SETTINGS: Readonly<Record<SettingName, Setting>> = {
  dataDir: {
    variable: "FENGSUI_DATA_DIR",
    meaning: "The directory that holds everything the hub keeps by itself. One hub at a time uses it",
    defaultInWords: "as root `/var/lib/fengsui`, else `$XDG_DATA_HOME/fengsui` or `~/.local/share/fengsui`",
  },
  databaseUrl: {
    variable: "DATABASE_URL",
    meaning:
      "A served PostgreSQL, 15 or newer, instead of the embedded one, as `postgres://owner:password@host:5432/database`. The role owns the database",
    defaultInWords: "the embedded PostgreSQL",
    isSecret: true,
  },
  databaseRolePassword: {
    variable: "FENGSUI_DATABASE_ROLE_PASSWORD",
    meaning:
      "The password of the roles fengsui_app and fengsui_system of a served PostgreSQL, where an administrator made them",
    defaultInWords: "the hub makes the roles and derives it from the password in `DATABASE_URL`",
    isSecret: true,
  },
  clickhouseUrl: {
    variable: "CLICKHOUSE_URL",
    meaning:
      "A served ClickHouse instead of the embedded event store, as `http://user:password@host:8123/database`",
    defaultInWords: "the embedded event store",
    isSecret: true,
  },
  listen: {
    variable: "FENGSUI_LISTEN",
    meaning:
      "Address and port of console, API and ingest. Beyond loopback it needs TLS, or a proxy that does TLS",
    default: "127.0.0.1:7480",
  },
  tlsCert: {
    variable: "FENGSUI_TLS_CERT",
    meaning: "File with the certificate chain in PEM. With `tlsKey` the hub speaks HTTPS",
  },
  tlsKey: { variable: "FENGSUI_TLS_KEY", meaning: "File with the private key in PEM" },
  trustProxy: {
    variable: "FENGSUI_TRUST_PROXY",
    meaning:
      "Addresses or networks of the reverse proxies that do TLS and whose `X-Forwarded-*` headers are believed, with commas between",
    default: "",
  },
  syslogTcp: {
    variable: "FENGSUI_SYSLOG_TCP",
    meaning:
      "Address and port for syslog over plain TCP, such as `0.0.0.0:514`. What comes there can be read and forged on the way; a source says from which networks its logs come",
  },
  syslogTls: {
    variable: "FENGSUI_SYSLOG_TLS",
    meaning:
      "Address and port for syslog over TLS, such as `0.0.0.0:6514`, with the certificate of `tlsCert`. A source says which client certificates, or networks, its logs come from",
  },
  roles: {
    variable: "FENGSUI_ROLES",
    meaning: `What this process does, with commas between: ${ROLES.join(", ")}`,
    default: ROLES.join(","),
  },
  retrospectionDays: {
    variable: "FENGSUI_RETROSPECTION_DAYS",
    meaning:
      "Rules that are new, changed or switched on again are matched with the stored events that came within so many days. 0: they are not",
    default: "30",
  },
  retrospectionWaitSeconds: {
    variable: "FENGSUI_RETROSPECTION_WAIT_SECONDS",
    meaning: "Rules that change within so many seconds are matched with stored events in one pass",
    default: "10",
  },
  rulesDir: {
    variable: "FENGSUI_RULES_DIR",
    meaning:
      "A folder of Sigma rules, which the hub loads when it starts, when a file in it changed (it looks every minute) and when asked",
  },
  rulesOrganisation: {
    variable: "FENGSUI_RULES_ORGANISATION",
    meaning: "The name of the organisation that the rules of the folder are for",
    defaultInWords: "they are the hub's, for the events of every organisation",
  },
  publicUrl: {
    variable: "FENGSUI_PUBLIC_URL",
    meaning:
      "The address at which people open the console, for the links in mails and webhooks and for the way back from a provider of OpenID Connect, as `https://hub.example.org`",
    defaultInWords: "the address that the hub listens on",
  },
  smtpUrl: {
    variable: "FENGSUI_SMTP_URL",
    meaning:
      "The mail server that notifications are sent through, as `smtps://user:password@host:465`, or `smtp://…:587` with STARTTLS. With a user, nothing is sent without TLS",
    defaultInWords: "no mail is sent",
    isSecret: true,
  },
  smtpFrom: {
    variable: "FENGSUI_SMTP_FROM",
    meaning: "The sender of these mails, as `Fengsui <fengsui@example.org>`",
    defaultInWords: "no mail is sent",
  },
  webhookNetworks: {
    variable: "FENGSUI_WEBHOOK_NETWORKS",
    meaning:
      "Private networks that webhooks may reach besides the internet, with commas between. In them, and nowhere else, plain `http://` is taken, too",
    default: "",
  },
  providerNetworks: {
    variable: "FENGSUI_PROVIDER_NETWORKS",
    meaning:
      "Private networks in which providers of OpenID Connect may be, besides the internet, with commas between. Plain `http://` is taken for addresses of this machine alone, and only if they are named here",
    default: "",
  },
  logLevel: {
    variable: "FENGSUI_LOG_LEVEL",
    meaning: `The least level that is logged: ${LOG_LEVELS.join(", ")}`,
    default: "info",
  },
};

export const CONFIG_FILE_VARIABLE = "FENGSUI_CONFIG";
