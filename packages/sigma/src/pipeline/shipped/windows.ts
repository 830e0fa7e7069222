// SPDX-License-Identifier: Apache-2.0
/** Pipelines for logs of Windows: the names that agents give the fields, and which events a category is. */
import { INTEGRITY_LEVELS, PROCESS_CREATION_4688 } from "../../logsource/windows.ts";
import { EVENT_CATEGORIES } from "../../logsource/windows-channels.ts";

const WINDOWS = { rule_conditions: [{ type: "logsource", product: "windows" }] };

/** Names of the header by a table, and the event's own fields under a prefix. */
function underPrefix(name: string, prefix: string, header: Readonly<Record<string, string>>): object {
  return {
    name,
    priority: 40,
    transformations: [
      {
        type: "nest",
        ...WINDOWS,
        items: [
          { type: "field_name_mapping", mapping: header },
          {
            type: "field_name_prefix",
            prefix,
            field_name_conditions: [{ type: "exclude_fields", fields: Object.values(header) }],
          },
        ],
      },
    ],
  };
}

export const WINLOGBEAT = underPrefix("Winlogbeat", "winlog.event_data.", {
  EventID: "winlog.event_id",
  Channel: "winlog.channel",
  Computer: "winlog.computer_name",
  Provider_Name: "winlog.provider_name",
  Message: "message",
});

export const EVTX = underPrefix("EVTX as JSON", "Event.EventData.", {
  EventID: "Event.System.EventID",
  Channel: "Event.System.Channel",
  Computer: "Event.System.Computer",
  Level: "Event.System.Level",
  Task: "Event.System.Task",
  Opcode: "Event.System.Opcode",
  Keywords: "Event.System.Keywords",
  EventRecordID: "Event.System.EventRecordID",
  Provider_Name: "Event.System.Provider.#attributes.Name",
});

/** Of each category of a service, the event ids that are it. */
function idsByCategory(service: string): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const [id, categories] of EVENT_CATEGORIES.get(service) ?? [])
    for (const category of categories) ids.set(category, [...(ids.get(category) ?? []), id]);
  return ids;
}

/** Rules of a category become rules of the service that has it, about its event ids. */
function ofService(service: string, keepsCategory: boolean): readonly object[] {
  return [...idsByCategory(service)].map(([category, ids]) => ({
    type: "nest",
    rule_conditions: [{ type: "logsource", product: "windows", category }],
    items: [
      { type: "add_condition", conditions: { EventID: ids } },
      { type: "change_logsource", product: "windows", service, ...(keepsCategory ? { category } : {}) },
    ],
  }));
}

export const SYSMON = { name: "Sysmon", priority: 10, transformations: ofService("sysmon", true) };

const NUMBERS = ["ProcessId", "ParentProcessId", "LogonId"];

/** Security 4688 has its own names, writes ids in hexadecimal and integrity as a SID. */
export const WINDOWS_SECURITY = {
  name: "Windows Security",
  priority: 10,
  transformations: [
    {
      type: "nest",
      rule_conditions: [{ type: "logsource", product: "windows", category: "process_creation" }],
      items: [
        {
          type: "convert_type",
          target_type: "hex",
          field_name_conditions: [{ type: "include_fields", fields: NUMBERS }],
        },
        {
          type: "map_string",
          mapping: sidsOfLevels(),
          field_name_conditions: [{ type: "include_fields", fields: ["IntegrityLevel"] }],
        },
        { type: "field_name_mapping", mapping: Object.fromEntries(PROCESS_CREATION_4688) },
      ],
    },
    // A rule of the category would have its fields renamed once more where they are read.
    ...ofService("security", false),
  ],
};

/** Rules write a level as a word or, older ones, as its SID. */
function sidsOfLevels(): Readonly<Record<string, readonly string[]>> {
  const sids: Record<string, string[]> = {};
  for (const [sid, level] of INTEGRITY_LEVELS) sids[level] = [...(sids[level] ?? []), sid];
  return sids;
}
