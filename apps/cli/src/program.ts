// SPDX-License-Identifier: Apache-2.0
/** The command line: commands, options, help. */
import { readFileSync } from "node:fs";
import { FengsuiError } from "@fengsui/contract";
import { LEVELS, SHIPPED_PIPELINES } from "@fengsui/sigma";
import { Command, CommanderError, Option } from "commander";
import { detect } from "./detect/command.ts";
import {
  collect,
  type DetectOptions,
  FORMATS,
  parseFrom,
  parseLogSource,
  parseMaxRecord,
  parseTo,
  parseWorkers,
} from "./detect/options.ts";
import { TIME_UNITS } from "./detect/timeline.ts";
import { EXIT, type ExitCode, exitCodesHelp } from "./exit-codes.ts";
import { type ExplainOptions, explainRules } from "./explain/command.ts";
import { type BackupOptions, DOCTOR_FORMATS, type DoctorOptions, doctor, onBackup } from "./hub-commands.ts";
import { type CheckOptions, checkRules } from "./rules/check.ts";
import { type TailOptions, tail } from "./tail/command.ts";

const DETECT_EXAMPLES = `
Examples:
  fengsui detect evidence/ --rules sigma/rules
  fengsui detect Security.evtx auth.log.gz --rules sigma/rules --level high
  fengsui detect evidence/ --rules sigma/rules --from 2026-11-01 --to 2026-11-07 --format csv --output hits.csv
  zcat events.ndjson.gz | fengsui detect - --rules my-rules.yml --format json | jq .rule.title
  fengsui detect audit.log --rules sigma/rules/linux --logsource product=linux,service=auditd --summary-only
  fengsui detect winlogbeat.ndjson --rules sigma/rules/windows --pipeline sysmon --pipeline my-fields.yml
  fengsui detect evidence/ --rules sigma/rules --indicators feed.csv --warninglist lists/top-sites.json`;

const CHECK_EXAMPLES = `
Examples:
  fengsui rules check my-rules/
  fengsui rules check my-rules/ --format json
  fengsui rules check my-rules/ --pipeline ecs --placeholders lists.yml`;

const EXPLAIN_EXAMPLES = `
Examples:
  fengsui explain event.json --rule my-rules/whoami.yml
  fengsui explain Security.evtx --position 4711 --rule sigma/rules/windows/builtin/rule.yml
  fengsui detect evidence/ --rules sigma/rules --format json | jq .event | head -1 | fengsui explain - --rule my.yml`;

const DOCTOR_EXAMPLES = `
Examples:
  fengsui doctor
  fengsui doctor --format json | jq '.findings[] | select(.status != "ok")'`;

const BACKUP_EXAMPLES = `
Examples:
  fengsui backup /var/backups/fengsui/
  fengsui verify-backup /var/backups/fengsui/fengsui-20261124T020000Z.tar
  FENGSUI_DATA_DIR=/srv/fengsui fengsui restore fengsui-20261124T020000Z.tar`;

/** Parses the arguments and runs the command; gives its exit code, or throws. */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command("fengsui")
    .description(
      "Match log files against Sigma rules, and check rules, without a server; deliver logs to a hub; look after it.",
    )
    .version(readVersion(), "-V, --version", "show the version")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText(
      "after",
      () =>
        `\n${exitCodesHelp()}\n\nFENGSUI_DEBUG=1 shows the stack of an error; NO_COLOR=1 turns colour off.`,
    );
  program.addCommand(
    detectCommand().action(async (paths: readonly string[], options: DetectOptions) => {
      exitCode = await detect(paths, options);
    }),
  );
  program.addCommand(
    explainCommand().action(async (path: string, options: ExplainOptions) => {
      exitCode = await explainRules(path, options);
    }),
  );
  const rules = new Command("rules").description("Work with Sigma rules");
  rules.addCommand(
    checkCommand().action(async (paths: readonly string[], options: CheckOptions) => {
      exitCode = await checkRules(paths, options);
    }),
  );
  program.addCommand(rules);
  program.addCommand(
    doctorCommand().action(async (options: DoctorOptions) => {
      exitCode = await doctor(options);
    }),
  );
  program.addCommand(
    tailCommand().action(async (files: readonly string[], options: TailOptions) => {
      exitCode = await tail(files, options);
    }),
  );
  for (const name of ["backup", "restore", "verify-backup"] as const)
    program.addCommand(
      backupCommand(name).action(async (path: string, options: BackupOptions) => {
        exitCode = await onBackup(name, path, options);
      }),
    );
  for (const command of [program, ...program.commands, ...rules.commands]) {
    command
      .helpOption("-h, --help", "show this help")
      .exitOverride()
      .configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    throwUsage(error);
  }
  return exitCode;
}

const BACKUP_COMMANDS = {
  backup: {
    path: ["<target>", "a file to make, or a folder to make it in"],
    says: "Make a backup of the hub on this machine, records and events, while it runs",
  },
  restore: {
    path: ["<file>", "the backup"],
    says: "Restore a backup into an empty data directory, after all of it was checked",
  },
  "verify-backup": {
    path: ["<file>", "the backup"],
    says: "Read a backup to its end and say whether it is whole",
  },
} as const;

function backupCommand(name: keyof typeof BACKUP_COMMANDS): Command {
  const { path, says } = BACKUP_COMMANDS[name];
  return new Command(name)
    .description(says)
    .argument(path[0], path[1])
    .option("--passphrase-file <file>", "the file that holds the passphrase which encrypts the backup")
    .addHelpText("after", () => `${BACKUP_EXAMPLES}\n\n${exitCodesHelp()}`);
}

function doctorCommand(): Command {
  return new Command("doctor")
    .description("Look at what the hub on this machine stands on, change nothing, and say what to mend")
    .addOption(
      new Option("-f, --format <format>", "how findings are printed").choices(DOCTOR_FORMATS).default("text"),
    )
    .addHelpText("after", () => `${DOCTOR_EXAMPLES}\n\n${exitCodesHelp()}`);
}

const TAIL_EXAMPLES = `
Examples:
  FENGSUI_KEY=fsk_… fengsui tail /var/log/auth.log /var/log/nginx/access.log --to https://hub.example.org
  fengsui tail /var/log/audit/audit.log --to http://127.0.0.1:7480 --key-file /etc/fengsui/key --from-end`;

function tailCommand(): Command {
  return new Command("tail")
    .description(
      "Deliver the lines of log files to a hub as they are written, through rotations and restarts",
    )
    .argument("<files...>", "log files by the names that they are written under; they need not exist yet")
    .requiredOption("--to <address>", "the hub, such as https://hub.example.org")
    .option("--key <key>", "the key of the source; others on this machine can see it: better FENGSUI_KEY")
    .option("--key-file <file>", "a file that holds the key")
    .option("--state <file>", "where it keeps how far it came (~/.local/state/fengsui/tail-….json)")
    .option("--from-end", "begin at the end of files that were never read before, not at their beginning")
    .option("--once", "deliver what there is and end")
    .option("--poll <ms>", "how often to look for what is new", parsePoll, 500)
    .addHelpText("after", () => `${TAIL_EXAMPLES}\n\n${exitCodesHelp()}`);
}

function parsePoll(text: string): number {
  const ms = Number(text);
  if (!Number.isInteger(ms) || ms < 10 || ms > 60_000)
    throw new FengsuiError(
      "usage.invalid",
      `--poll is a number of milliseconds from 10 to 60000, not "${text}"`,
    );
  return ms;
}

/** What rules go through, for all commands that load rules. */
function withPipelines(command: Command): Command {
  return command
    .option(
      "--pipeline <file>",
      `a processing pipeline for the rules: a file, or one that ships (${SHIPPED_PIPELINES.join(", ")}); may be given more than once`,
      collect,
      [],
    )
    .option(
      "--placeholders <file>",
      "a file of lists: the values of %placeholders%; may be given more than once",
      collect,
      [],
    );
}

function detectCommand(): Command {
  return withPipelines(new Command("detect"))
    .description("Match log files against Sigma rules and indicators, and print what matched")
    .argument("<inputs...>", "files, folders (walked to the bottom) or - for standard input")
    .option(
      "-r, --rules <path>",
      "a rule file or a folder of rules; may be given more than once",
      collect,
      [],
    )
    .addOption(
      new Option("-f, --format <format>", "how matches are printed").choices(FORMATS).default("table"),
    )
    .addOption(
      new Option("-l, --level <level>", "rules of this level and above")
        .choices(LEVELS)
        .default("informational"),
    )
    .option(
      "--from <time>",
      "only events from this time on (ISO 8601, UTC unless an offset is given)",
      parseFrom,
    )
    .option("--to <time>", "only events up to this time; a day alone means to its end", parseTo)
    .option("-o, --output <file>", "write the matches to a file; the summary goes to standard error")
    .option("-s, --summary-only", "print the summary alone")
    .option("--profile", "show in the summary what rules were asked, and what they cost")
    .addOption(
      new Option("--summary [unit]", "print the summary alone, by rule, host, technique, and hour or day")
        .choices(["auto", ...TIME_UNITS])
        .preset("auto"),
    )
    .option(
      "--logsource <source>",
      "take every event as from this log source: product=…,category=…,service=…",
      parseLogSource,
    )
    .option(
      "-i, --indicators <file>",
      "indicators to look for: one a line, CSV, NDJSON, STIX 2.1 or MISP; may be given more than once",
      collect,
      [],
    )
    .option(
      "--warninglist <path>",
      "what is known to be harmless: a list of MISP's or a folder of them; may be given more than once",
      collect,
      [],
    )
    .option("--max-record <MiB>", "skip records larger than this", parseMaxRecord)
    .option("-w, --workers <n>", "match with so many workers; what is found is the same", parseWorkers, 1)
    .option("--no-progress", "show no progress bar")
    .addHelpText("after", `${DETECT_EXAMPLES}\n\n${exitCodesHelp()}`);
}

function explainCommand(): Command {
  return withPipelines(new Command("explain"))
    .description("Say which parts of a rule are true of an event and which are not")
    .argument("<event>", "a file with the event, in any form that detect reads, or - for standard input")
    .option("-r, --rule <path>", "a rule file; may be given more than once", collect, [])
    .option(
      "-p, --position <number>",
      "the event at this line or record, as detect prints it; else the first",
      parsePosition,
    )
    .addOption(
      new Option("-f, --format <format>", "a tree for people, or one JSON object a rule")
        .choices(["text", "json"])
        .default("text"),
    )
    .option(
      "--logsource <source>",
      "take the event as from this log source: product=…,category=…,service=…",
      parseLogSource,
    )
    .addHelpText("after", `${EXPLAIN_EXAMPLES}\n\n${exitCodesHelp()}`);
}

function parsePosition(text: string): number {
  const position = Number(text);
  if (Number.isSafeInteger(position) && position >= 0) return position;
  throw new FengsuiError("usage.invalid", `--position is the number of a line or record, not "${text}"`);
}

function checkCommand(): Command {
  return withPipelines(new Command("check"))
    .description("Check Sigma rules and print what is wrong with them")
    .argument("<paths...>", "rule files, or folders of them (*.yml, *.yaml)")
    .addOption(
      new Option("-f, --format <format>", "how findings are printed")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--lint", "also warn of what is sound and probably not meant")
    .addHelpText("after", `${CHECK_EXAMPLES}\n\n${exitCodesHelp()}`);
}

/** Help and version end commander by an error of exit code 0; its complaints become errors of the catalogue. */
function throwUsage(error: unknown): void {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return;
  const [first = "", ...more] = error.message.replace(/^error: /, "").split("\n");
  if (error.code === "commander.help") throw new FengsuiError("usage.invalid", "no command is given");
  const suggestion = /^\((.*)\)$/.exec(more.join(" "))?.[1];
  throw new FengsuiError("usage.invalid", first, suggestion === undefined ? {} : { hint: suggestion });
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const hasVersion = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return hasVersion ? String(manifest.version) : "unknown";
}
