// SPDX-License-Identifier: Apache-2.0
/** The program: reads the configuration, starts the hub, says where it is, and ends it in good order. */
import { parseArgs } from "node:util";
import { FengsuiError } from "@fengsui/contract";
import { CONSOLE_FOLDER, type Hub, startHub, VERSION } from "./compose.ts";
import {
  DEMO_ARGUMENTS,
  type Introduction,
  readDemoConfig,
  readDemoOptions,
  startDemo,
} from "./demo/index.ts";
import { tuneCollector } from "./platform/collector.ts";
import { readConfig } from "./platform/config/index.ts";
import { createLogger, type Logger } from "./platform/telemetry/logger.ts";
import { misused, runCommand } from "./roles/commands.ts";

const HELP = `Fengsui hub ${VERSION}

Usage: npm start [-- --help | --version]
       npm start -- --demo [--demo-speed 60] [--demo-seed 1] [--demo-language en|zh-CN]
       npm run doctor [-- --format text|json]
       npx fengsui backup <folder or file> [--passphrase-file <file>]
       npx fengsui verify-backup <file> [--passphrase-file <file>]
       npx fengsui restore <file> [--passphrase-file <file>]

Starts the hub, and ends with SIGINT or SIGTERM. It is configured by the environment,
or by a file that FENGSUI_CONFIG names:

  FENGSUI_LISTEN       address and port of console, API and ingest (127.0.0.1:7480)
  FENGSUI_DATA_DIR     where everything is kept
  DATABASE_URL         a served PostgreSQL instead of the embedded one
  FENGSUI_LOG_LEVEL    debug, info, warn, error or silent (info)

The demo is a hub in a directory of its own (fengsui-demo beside the default of FENGSUI_DATA_DIR)
with a sector that does not exist and a staged intrusion, told so many times faster than it would
be; "max" tells it at once. It is never set up in a directory that holds anything else.

The doctor looks at what the hub stands on, changes nothing, and says what to mend. A backup is
made while the hub runs, and restored to where nothing is.

All settings: docs/reference/configuration.md. The log goes to standard output, one JSON
object a line; what is for people goes to standard error.

Exit codes: 0 ended as asked, 1 could not start or go on, or the doctor found something to mend, 2 the command or the
configuration is wrong.
`;

const FAILED = 1;
const MISUSED = 2;

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return void process.stdout.write(HELP);
  if (values.version) return void process.stdout.write(`${VERSION}\n`);
  if (positionals.length > 0) {
    const line = { positionals, format: values.format, passphraseFile: values["passphrase-file"] };
    const { text, isWell } = await runCommand(line, { version: VERSION, consoleFolder: CONSOLE_FOLDER, say });
    process.stdout.write(text);
    if (!isWell) process.exitCode = FAILED;
    return;
  }
  const demo = values.demo ? readDemoOptions(values) : undefined;
  tuneCollector();
  const config = demo === undefined ? readConfig() : readDemoConfig();
  const logger = createLogger(config.logLevel);
  for (const warning of config.warnings) say(`Note: ${warning}.`);
  const ending = untilAskedToEnd();
  await using hub =
    demo === undefined
      ? await startHub({ config, logger })
      : await startDemo({ config, logger, ...demo, introduce });
  welcome(hub);
  logger.info({ address: hub.address.origin, roles: config.roles, version: VERSION }, "the hub is up");
  await end(await ending, logger);
}

function readArguments() {
  const options = {
    help: { type: "boolean", short: "h" },
    version: { type: "boolean" },
    format: { type: "string", default: "text" },
    "passphrase-file": { type: "string" },
    ...DEMO_ARGUMENTS,
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw misused(reason, cause);
  }
}

function welcome({ address, setupLink }: Hub): void {
  say(`Fengsui is at ${address.origin}`);
  if (setupLink === undefined) return;
  say(
    `\nIt has no administrator yet. Create the first one here (valid for 24 hours, once):\n\n  ${setupLink}\n`,
  );
}

/** On a terminal, not in the log: who may sign in, and with what. */
function introduce({ password, people }: Introduction): void {
  say(
    `\nThis is the demo: everybody and everything in it is invented. Sign in with the password\n\n  ${password}\n`,
  );
  for (const { email, name, organisation, title } of people)
    say(`  ${email.padEnd(36)}${name}, ${title} (${organisation})`);
  const [guide] = people.filter(({ part }) => part === "investigates");
  if (guide !== undefined) say(`\nThe tour begins with ${guide.email}.\n`);
}

type Reason = { readonly signal: NodeJS.Signals } | { readonly error: unknown };

/** A shell and npm may both pass on one Ctrl-C. */
const SAME_REQUEST_MS = 1_000;

function untilAskedToEnd(): Promise<Reason> {
  let askedAt: number | undefined;
  return new Promise((resolve) => {
    const ask = (signal: NodeJS.Signals) => {
      const now = performance.now();
      // Who asks again does not want to wait.
      if (askedAt !== undefined && now - askedAt > SAME_REQUEST_MS) process.exit(FAILED);
      askedAt ??= now;
      resolve({ signal });
    };
    process.on("SIGINT", ask);
    process.on("SIGTERM", ask);
    process.on("uncaughtException", (error) => resolve({ error }));
  });
}

async function end(reason: Reason, logger: Logger): Promise<void> {
  if ("signal" in reason) {
    logger.info({ signal: reason.signal }, "the hub ends");
    return;
  }
  process.exitCode = FAILED;
  logger.error({ error: reason.error }, "the hub ends, as it cannot know its own state any more");
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function fail(error: unknown): void {
  if (!(error instanceof FengsuiError)) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = FAILED;
    return;
  }
  say(`${error.title} (${error.code})\n${error.detail}\n${error.hint}`);
  process.exitCode = error.code === "usage.invalid" || error.code.startsWith("config.") ? MISUSED : FAILED;
}

try {
  await main();
} catch (error) {
  fail(error);
}
