// SPDX-License-Identifier: Apache-2.0
/**
 * Lists of what is known to be harmless, in the form of MISP's warninglists: an indicator that stands on one deserves
 * a second look. Types as MISP has them: cidr, hostname (and names below it), string, substring, regex.
 */
import { RE2JS } from "re2js";
import { IndicatorIndex } from "../indicator-index.ts";
import { KINDS, type Kind, type Observable } from "../kinds.ts";
import { normalise } from "../normalise/normalise.ts";

export const WARNINGLIST_TYPES = ["cidr", "hostname", "string", "substring", "regex"] as const;

export interface Warninglist {
  readonly name: string;
  readonly type: (typeof WARNINGLIST_TYPES)[number];
  /** MISP's names of what it is about; without any, everything. */
  readonly matchingAttributes: readonly string[];
  readonly list: readonly string[];
}

export interface RefusedEntry {
  readonly list: string;
  readonly entry: string;
}

const KINDS_OF: Readonly<Record<string, readonly Kind[]>> = {
  "ip-src": ["ipv4-addr", "ipv6-addr"],
  "ip-dst": ["ipv4-addr", "ipv6-addr"],
  "ip-src|port": ["ipv4-addr", "ipv6-addr"],
  "ip-dst|port": ["ipv4-addr", "ipv6-addr"],
  domain: ["domain-name"],
  hostname: ["domain-name"],
  "hostname|port": ["domain-name"],
  "domain|ip": ["domain-name", "ipv4-addr", "ipv6-addr"],
  url: ["url"],
  uri: ["url"],
  md5: ["md5"],
  "filename|md5": ["md5"],
  "ja3-fingerprint-md5": ["ja3"],
  sha1: ["sha1"],
  "filename|sha1": ["sha1"],
  sha256: ["sha256"],
  "filename|sha256": ["sha256"],
  email: ["email-addr"],
  "email-src": ["email-addr"],
  "email-dst": ["email-addr"],
  "target-email": ["email-addr"],
  filename: ["file-path"],
};

interface TextTest {
  readonly list: string;
  readonly kinds: ReadonlySet<Kind>;
  readonly holds: (value: string) => boolean;
}

const MAX_PATTERN = 1000;
const MAX_PROGRAM = 1500;

export class Warninglists {
  /** Entries that are nothing of what their list is about, or patterns that cannot be used. */
  readonly refused: readonly RefusedEntry[];
  readonly #values = new IndicatorIndex();
  readonly #tests: TextTest[] = [];

  constructor(lists: Iterable<Warninglist>) {
    const refused: RefusedEntry[] = [];
    for (const list of lists)
      for (const entry of list.list) if (!this.#add(list, entry)) refused.push({ list: list.name, entry });
    this.refused = refused;
  }

  /** Names of the lists on which the observable stands, each once, in the order of the alphabet. */
  namesFor(observable: Observable): string[] {
    const { kind, value } = observable;
    const names = new Set(this.#values.find(observable, 0).map(({ reference }) => reference));
    for (const { list, kinds, holds } of this.#tests) if (kinds.has(kind) && holds(value)) names.add(list);
    const host = kind === "url" ? hostOf(value) : undefined;
    if (host !== undefined) for (const { reference } of this.#values.find(host, 0)) names.add(reference);
    return [...names].sort();
  }

  #add(list: Warninglist, entry: string): boolean {
    const kinds = kindsOf(list);
    if (kinds.size === 0) return true;
    switch (list.type) {
      case "cidr":
        return this.#addValue(list, "ipv4-addr", entry);
      case "hostname":
        return this.#addValue(list, "domain-name", entry.replace(/^\*?\./, ""), true);
      case "string":
        return [...kinds].map((kind) => this.#addText(list, kind, entry)).includes(true);
      case "substring":
        return this.#addSubstring(list, kinds, entry);
      case "regex":
        return this.#addPattern(list, kinds, entry);
    }
  }

  /** Lists of texts write names with all below them as `.name`. */
  #addText(list: Warninglist, kind: Kind, entry: string): boolean {
    const isAbove = kind === "domain-name" && entry.startsWith(".");
    return this.#addValue(list, kind, isAbove ? entry.slice(1) : entry, isAbove);
  }

  #addValue({ name }: Warninglist, kind: Kind, entry: string, withSubdomains = false): boolean {
    const observable = normalise(kind, entry);
    if (observable === undefined) return false;
    this.#values.add({ ...observable, reference: name, withSubdomains });
    return true;
  }

  #addSubstring({ name }: Warninglist, kinds: ReadonlySet<Kind>, entry: string): boolean {
    const part = entry.toLowerCase();
    if (part === "") return false;
    this.#tests.push({ list: name, kinds, holds: (value) => value.toLowerCase().includes(part) });
    return true;
  }

  /** `/pattern/flags`, as MISP writes them, between whichever signs; in RE2, in time linear in the value. */
  #addPattern({ name }: Warninglist, kinds: ReadonlySet<Kind>, entry: string): boolean {
    const [, , pattern = entry, flags = ""] = /^([/#~!@%])(.*)\1([a-z]*)$/s.exec(entry) ?? [];
    if (pattern.length > MAX_PATTERN) return false;
    try {
      const compiled = RE2JS.compile(pattern, flagsOf(flags));
      if (compiled.programSize() > MAX_PROGRAM) return false;
      this.#tests.push({ list: name, kinds, holds: (value) => compiled.test(value) });
      return true;
    } catch {
      return false;
    }
  }
}

function flagsOf(letters: string): number {
  const known = { i: RE2JS.CASE_INSENSITIVE, m: RE2JS.MULTILINE, s: RE2JS.DOTALL };
  return Object.entries(known).reduce(
    (all, [letter, flag]) => (letters.includes(letter) ? all | flag : all),
    0,
  );
}

/** A list about things that are no observables of ours has none. */
function kindsOf({ matchingAttributes }: Warninglist): ReadonlySet<Kind> {
  if (matchingAttributes.length === 0) return new Set(KINDS);
  return new Set(
    matchingAttributes.flatMap((name) => (Object.hasOwn(KINDS_OF, name) ? (KINDS_OF[name] ?? []) : [])),
  );
}

function hostOf(url: string): Observable | undefined {
  const host = URL.parse(url)?.hostname ?? "";
  return normalise("ipv4-addr", host) ?? normalise("domain-name", host);
}
