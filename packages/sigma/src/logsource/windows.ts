// SPDX-License-Identifier: Apache-2.0
/**
 * Windows event logs, in the four forms they commonly arrive in: flat (NXLog, OTRF datasets), nested (`Event.System`,
 * `Event.EventData`: EVTX tools), Winlogbeat 7 and later (`winlog`), Winlogbeat 6 (`event_data`).
 */
import { isJsonObject, type JsonObject, type JsonValue } from "../event/event.ts";
import { type Place, place } from "../event/places.ts";
import type { LogSource } from "../rule.ts";
import { type EventSource, type LogType, plainPlaces, type RecognisedEvent } from "./log-type.ts";
import { WindowsSources } from "./windows-sources.ts";
import { nameData } from "./wrapped.ts";

interface Head {
  readonly channel: JsonValue | undefined;
  readonly eventId: JsonValue | undefined;
  /** The event with its EventID where rules look for it, if it has it elsewhere. */
  readonly record?: JsonObject;
}

/** How one form writes what every Windows event has, and where it keeps the event's own fields. */
interface Form {
  readonly name: string;
  /** The channel and the EventID, or undefined if the event is not of this form. */
  head(event: JsonObject): Head | undefined;
  own(field: string): readonly Place[];
  /** Keys down to the object that holds the event's own fields. */
  readonly dataAt: readonly string[];
  /** Sigma's names for attributes of the header, such as `Provider_Name`. */
  readonly header: ReadonlyMap<string, readonly Place[]>;
  readonly times: readonly Place[];
  readonly hosts: readonly Place[];
}

/** A table that, unlike an object, has no names of its own such as `constructor`. */
function mapOf<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

function child(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isJsonObject(value) ? value : undefined;
}

const FLAT: Form = {
  name: "windows-flat",
  head: (event) =>
    event["EventID"] === undefined || event["Channel"] === undefined
      ? undefined
      : { channel: event["Channel"], eventId: event["EventID"] },
  own: plainPlaces,
  dataAt: [],
  header: mapOf({
    Provider_Name: [place("Provider_Name"), place("SourceName"), place("ProviderName"), place("Source")],
    Provider_Guid: [place("Provider_Guid"), place("ProviderGuid")],
    Computer: [place("Computer"), place("Hostname"), place("ComputerName")],
    EventRecordID: [place("EventRecordID"), place("RecordNumber")],
    Execution_ProcessID: [place("Execution_ProcessID"), place("ExecutionProcessID")],
    Execution_ThreadID: [place("Execution_ThreadID"), place("ThreadID")],
    Security_UserID: [place("Security_UserID"), place("UserID")],
    // Classic events have no named data: their text is in the message.
    Data: [place("Data"), place("Message")],
  }),
  times: ["TimeCreated", "SystemTime", "UtcTime", "@timestamp", "EventTime", "timestamp"].map((key) =>
    place(key),
  ),
  hosts: ["Computer", "Hostname", "ComputerName", "host"].map((key) => place(key)),
};

function nested(name: string, prefix: readonly string[]): Form {
  const at = (...keys: readonly string[]): Place => place(...prefix, ...keys);
  const system = (...keys: readonly string[]): Place => at("System", ...keys);
  const attribute = (element: string, name: string): Place[] => [
    system(element, "#attributes", name),
    system(`${element}_attributes`, name),
    system(element, "$", name),
    system(element, `@${name}`),
    system(element, name),
  ];
  const element = (name: string): Place[] => [
    system(name),
    system(name, "#text"),
    system(name, "_"),
    system(name, "Value"),
  ];
  return {
    name,
    head: (event) => {
      const root = prefix.length === 0 ? event : child(event, prefix[0] ?? "");
      const header = root === undefined ? undefined : child(root, "System");
      if (header === undefined || header["EventID"] === undefined) return undefined;
      const eventId = header["EventID"];
      return {
        channel: header["Channel"],
        eventId: isJsonObject(eventId) ? (eventId["#text"] ?? eventId["_"] ?? eventId["Value"]) : eventId,
      };
    },
    own: (field) => [
      ...[at("EventData", field), at("UserData", "*", field), at("UserData", field)],
      // A rule may name the whole path, as a pipeline makes it do.
      ...(field.startsWith("Event.") ? plainPlaces(field) : []),
    ],
    dataAt: [...prefix, "EventData"],
    header: mapOf({
      EventID: element("EventID"),
      Channel: element("Channel"),
      Computer: element("Computer"),
      Level: element("Level"),
      Task: element("Task"),
      Opcode: element("Opcode"),
      Keywords: element("Keywords"),
      Version: element("Version"),
      EventRecordID: element("EventRecordID"),
      Provider_Name: attribute("Provider", "Name"),
      Provider_Guid: attribute("Provider", "Guid"),
      Execution_ProcessID: attribute("Execution", "ProcessID"),
      Execution_ThreadID: attribute("Execution", "ThreadID"),
      Security_UserID: attribute("Security", "UserID"),
      Correlation_ActivityID: attribute("Correlation", "ActivityID"),
      Data: [at("EventData", "Data"), at("EventData", "Data", "#text")],
    }),
    times: attribute("TimeCreated", "SystemTime"),
    hosts: element("Computer"),
  };
}

const WINLOGBEAT: Form = {
  name: "windows-winlogbeat",
  head: (event) => {
    const winlog = child(event, "winlog");
    if (winlog === undefined) return undefined;
    if (winlog["event_id"] !== undefined) return { channel: winlog["channel"], eventId: winlog["event_id"] };
    const code = child(event, "event")?.["code"];
    if (code === undefined) return undefined;
    return {
      channel: winlog["channel"],
      eventId: code,
      record: { ...event, winlog: { ...winlog, event_id: code } },
    };
  },
  own: (field) => [
    place("winlog", "event_data", field),
    place("winlog", "user_data", field),
    place("winlog", "user_data", "*", field),
    ...plainPlaces(field),
  ],
  dataAt: ["winlog", "event_data"],
  header: mapOf({
    EventID: [place("winlog", "event_id")],
    Channel: [place("winlog", "channel")],
    Computer: [place("winlog", "computer_name")],
    Provider_Name: [place("winlog", "provider_name")],
    Message: [place("message")],
    // Of classic events Winlogbeat numbers the data.
    Data: [
      place("winlog", "event_data", "Data"),
      ...["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((n) => place("winlog", "event_data", `param${n}`)),
      place("message"),
    ],
  }),
  times: [place("@timestamp")],
  hosts: [place("winlog", "computer_name"), place("host", "name")],
};

const WINLOGBEAT_6: Form = {
  name: "windows-winlogbeat-6",
  head: (event) =>
    event["event_id"] === undefined || event["log_name"] === undefined
      ? undefined
      : { channel: event["log_name"], eventId: event["event_id"] },
  own: (field) => [place("event_data", field), place("user_data", field), ...plainPlaces(field)],
  dataAt: ["event_data"],
  header: mapOf({
    EventID: [place("event_id")],
    Channel: [place("log_name")],
    Computer: [place("computer_name")],
    Provider_Name: [place("source_name")],
    Provider_Guid: [place("provider_guid")],
    Keywords: [place("keywords")],
    Level: [place("level")],
    Message: [place("message")],
    Data: [place("event_data", "Data"), place("message")],
  }),
  times: [place("@timestamp")],
  hosts: [place("computer_name")],
};

export const INTEGRITY_LEVELS: ReadonlyMap<string, string> = new Map([
  ["S-1-16-0", "Untrusted"],
  ["S-1-16-4096", "Low"],
  ["S-1-16-8192", "Medium"],
  ["S-1-16-8448", "Medium"],
  ["S-1-16-12288", "High"],
  ["S-1-16-16384", "System"],
]);

/** A rule about process creation speaks of Sysmon's fields; Security 4688 has its own names for them. */
export const PROCESS_CREATION_4688: ReadonlyMap<string, string> = mapOf({
  Image: "NewProcessName",
  ParentImage: "ParentProcessName",
  ProcessId: "NewProcessId",
  ParentProcessId: "ProcessId",
  LogonId: "SubjectLogonId",
  User: "SubjectUserName",
  IntegrityLevel: "MandatoryLabel",
});

function placesOf(form: Form, field: string, rule: LogSource, source: EventSource): readonly Place[] {
  const isProcess4688 = rule.category === "process_creation" && source.services[0] === "security";
  const renamed = isProcess4688 ? PROCESS_CREATION_4688.get(field) : undefined;
  if (renamed === undefined) return form.header.get(field) ?? form.own(field);
  const places = form.own(renamed);
  return field === "IntegrityLevel" ? places.map((at) => ({ ...at, translate: INTEGRITY_LEVELS })) : places;
}

/** Services that are most of all events and whose fields never have spaces in their names. */
const UNSPACED: ReadonlySet<string> = new Set(["sysmon", "security", "powershell", "powershell-classic"]);

/** The event with the object at `path` changed, or the event itself where that is not there or stays as it is. */
function changeAt(
  object: JsonObject,
  path: readonly string[],
  change: (data: JsonObject) => JsonObject,
): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return change(object);
  const inner = child(object, key);
  const changed = inner === undefined ? inner : changeAt(inner, rest, change);
  return changed === undefined || changed === inner ? object : { ...object, [key]: changed };
}

/** Rules write field names without the spaces that some providers put in them (specification 2.1, "Field Usage"). */
function stripSpaces(object: JsonObject): JsonObject {
  if (!Object.keys(object).some((name) => name.includes(" "))) return object;
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name.replaceAll(" ", ""), value]));
}

function windowsLogType(form: Form): LogType {
  const logType: LogType = {
    name: form.name,
    recognise(event): RecognisedEvent | undefined {
      const head = form.head(event);
      if (head === undefined) return undefined;
      const { channel, eventId, record = event } = head;
      if (typeof channel !== "string" || (typeof eventId !== "number" && typeof eventId !== "string"))
        return undefined;
      const source = sources.get(channel, eventId);
      const named = form.dataAt.length === 0 ? record : changeAt(record, form.dataAt, nameData);
      const isUnspaced = UNSPACED.has(source.services[0] ?? "");
      return { source, record: isUnspaced ? named : changeAt(named, form.dataAt, stripSpaces) };
    },
    places: (field, rule, source) => placesOf(form, field, rule, source),
    times: form.times,
    hosts: form.hosts,
  };
  const sources = new WindowsSources(logType);
  return logType;
}

export const WINDOWS_LOG_TYPES: readonly LogType[] = [
  FLAT,
  nested("windows-nested", ["Event"]),
  WINLOGBEAT,
  WINLOGBEAT_6,
  nested("windows-system", []),
].map(windowsLogType);
