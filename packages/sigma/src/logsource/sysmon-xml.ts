// SPDX-License-Identifier: Apache-2.0
/**
 * Sysmon for Linux writes each event as one line of XML into syslog. The form is fixed and machine-written, so it is
 * read by looking for its few elements rather than with an XML parser: anything else in it is left alone.
 */
import type { JsonObject, JsonValue } from "../event/event.ts";

const DATA = /<Data Name="([^"]{1,64})">([^<]*)<\/Data>/g;
const SYSTEM: readonly (readonly [string, RegExp])[] = [
  ["EventID", /<EventID>(\d{1,5})<\/EventID>/],
  ["Channel", /<Channel>([^<]{1,128})<\/Channel>/],
  ["Computer", /<Computer>([^<]{1,256})<\/Computer>/],
  ["TimeCreated", /<TimeCreated SystemTime="([^"]{1,40})"/],
  ["Provider_Name", /<Provider Name="([^"]{1,128})"/],
];
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

export function readSysmonXml(text: JsonValue | undefined): JsonObject | undefined {
  if (typeof text !== "string" || !text.includes('<Provider Name="Linux-Sysmon"')) return undefined;
  const record: Record<string, JsonValue> = Object.create(null);
  for (const [name, pattern] of SYSTEM) {
    const value = pattern.exec(text)?.[1];
    if (value !== undefined) record[name] = value;
  }
  for (const [, name = "", value = ""] of text.matchAll(DATA)) {
    record[name] = unescapeXml(value);
  }
  return record;
}

function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (whole, name, decimal, hex) => {
      if (name !== undefined) return ENTITIES.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
