// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { normalise, type Warninglist, Warninglists } from "../index.ts";

function list(
  name: string,
  type: Warninglist["type"],
  matchingAttributes: string[],
  entries: string[],
): Warninglist {
  return { name, type, matchingAttributes, list: entries };
}

function namesFor(lists: Warninglists, kind: Parameters<typeof normalise>[0], text: string): string[] {
  const observable = normalise(kind, text);
  assert.ok(observable !== undefined, text);
  return lists.namesFor(observable);
}

test("a value is on the lists that hold it, by each type of list", () => {
  const lists = new Warninglists([
    list("networks", "cidr", ["ip-src"], ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]),
    list("names", "hostname", ["domain", "url"], [".good.example", "other.example"]),
    list("digests", "string", ["md5", "sha1"], ["d41d8cd98f00b204e9800998ecf8427e"]),
    list("parts", "substring", ["domain"], ["Sandbox"]),
    list("mail", "regex", ["email-dst"], ["/^(abuse|soc)\\@.*$/i", "#^hostmaster@#i"]),
  ]);
  assert.deepEqual(lists.refused, []);
  assert.deepEqual(namesFor(lists, "ipv4-addr", "192.0.2.9"), ["networks"]);
  assert.deepEqual(namesFor(lists, "ipv4-addr", "198.51.100.7"), ["networks"]);
  assert.deepEqual(namesFor(lists, "ipv6-addr", "2001:db8::9"), ["networks"]);
  assert.deepEqual(namesFor(lists, "domain-name", "a.good.example"), ["names"]);
  assert.deepEqual(namesFor(lists, "domain-name", "my-sandbox.other.example"), ["names", "parts"]);
  assert.deepEqual(namesFor(lists, "url", "https://www.good.example/x"), ["names"]);
  assert.deepEqual(namesFor(lists, "url", "https://192.0.2.9/x"), ["networks"]);
  assert.deepEqual(namesFor(lists, "md5", "d41d8cd98f00b204e9800998ecf8427e"), ["digests"]);
  assert.deepEqual(namesFor(lists, "email-addr", "SOC@a.example"), ["mail"]);
  assert.deepEqual(namesFor(lists, "email-addr", "hostmaster@a.example"), ["mail"]);
  assert.deepEqual(namesFor(lists, "email-addr", "a@soc.example"), []);
});

test("what an entry cannot be is told, and patterns that could run away are refused", () => {
  const lists = new Warninglists([
    list("networks", "cidr", [], ["not one", "192.0.2.0/33"]),
    list("patterns", "regex", ["domain"], ["/(a)\\1/", "(", `/${"(a|b)".repeat(400)}/`, "/^(a+)+$/"]),
    list("phones", "regex", ["phone-number"], ["/1/"]),
  ]);
  assert.equal(lists.refused.length, 5);
  assert.deepEqual(namesFor(lists, "domain-name", `${"a".repeat(60)}.example`), []);
});

const corpus = process.env["FENGSUI_CORPUS"] ?? join(import.meta.dirname, "../../../../../shared/data");
const folder = join(corpus, "intel/warninglists");
const skip = existsSync(folder) ? false : "corpus absent: set FENGSUI_CORPUS";

test("the public lists are read, and known to hold what they are made of", {
  skip,
}, () => {
  const lists = readdirSync(folder).map((name): Warninglist => {
    const read = JSON.parse(readFileSync(join(folder, name, "list.json"), "utf8"));
    return {
      name: read.name,
      type: read.type,
      matchingAttributes: read.matching_attributes ?? [],
      list: read.list,
    };
  });
  const all = new Warninglists(lists);
  const refused = new Set(all.refused.map(({ list: name }) => name));
  const known = [
    "List of hashes for EICAR test virus",
    "List of known hashes for empty files",
    "Top 500 domains and pages from https://moz.com/top500",
    "Valid covid-19 related domains",
  ];
  assert.deepEqual(
    [...refused].sort(),
    known,
    "digests that are no observables here, and names that are none",
  );
  for (const { name, type, list: entries } of lists)
    if (type === "cidr" && entries[0] !== undefined) {
      const address = entries[0].split("/")[0] ?? "";
      assert.ok(namesFor(all, "ipv4-addr", address).includes(name), name);
    }
});
