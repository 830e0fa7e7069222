// SPDX-License-Identifier: Apache-2.0
/**
 * What in a text may tell whose it is: names, systems, assets, domains and networks of the source, wherever they stand. Pure.
 * Latin words count as whole words, so that "Li" is not found in "list"; Chinese has no gaps, so anywhere.
 */
import { BlockList, isIP } from "node:net";
import type { Finding } from "@fengsui/contract";

export interface Term {
  readonly kind: Finding["kind"];
  readonly text: string;
}

export interface Content {
  readonly title: string;
  readonly text: string;
  readonly observables: readonly { readonly value: string }[];
}

/** Shorter ones are found everywhere. */
const SHORTEST = 2;
const AROUND = 30;
/** More are the same story. */
const MOST = 500;

export function findTerms({ title, text, observables }: Content, terms: readonly Term[]): Finding[] {
  const values = observables.map(({ value }) => value).join("\n");
  const places: [Finding["where"], string][] = [
    ["title", title],
    ["text", text],
    ["observables", values],
  ];
  const words = terms.filter((term) => !isNetwork(term.text) && term.text.trim().length >= SHORTEST);
  const networks = networksOf(terms);
  const findings = places.flatMap(([where, said]) => [
    ...words.flatMap((term) => wordFindings(said, where, term)),
    ...addressFindings(said, where, networks),
  ]);
  return unique(findings).slice(0, MOST);
}

/** Each spelling once for a place. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.where} ${one.found}`, one])).values()];
}

/** Defanged as well: `mail[.]example.org`. */
const DOT = "(?:\\.|\\[\\.\\]|\\(\\.\\))";

function wordFindings(said: string, where: Finding["where"], { kind, text }: Term): Finding[] {
  const word = text
    .trim()
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
    .replaceAll("\\.", DOT);
  const edge = (sign: string | undefined, look: string) =>
    /[\p{Script=Latin}\p{N}]/u.test(sign ?? "") ? look : "";
  const before = edge(text.trim().at(0), "(?<![\\p{Script=Latin}\\p{N}])");
  const after = edge(text.trim().at(-1), "(?![\\p{Script=Latin}\\p{N}])");
  const pattern = new RegExp(`${before}${word}${after}`, "giu");
  return [...said.matchAll(pattern)].map((match) => findingAt(said, where, kind, match));
}

function findingAt(
  said: string,
  where: Finding["where"],
  kind: Finding["kind"],
  { 0: found, index }: { readonly 0: string; readonly index: number },
): Finding {
  const around = said.slice(Math.max(0, index - AROUND), index + found.length + AROUND);
  return { kind, found, where, around };
}

function isNetwork(text: string): boolean {
  const [address = "", prefix] = text.trim().split("/");
  return isIP(address) !== 0 && (prefix === undefined || /^\d{1,3}$/.test(prefix));
}

function networksOf(terms: readonly Term[]): BlockList {
  const list = new BlockList();
  for (const { text } of terms.filter((term) => isNetwork(term.text))) {
    const [address = "", prefix] = text.trim().split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    if (prefix === undefined) list.addAddress(address, family);
    else if (Number(prefix) <= (family === "ipv6" ? 128 : 32))
      list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/** Defanged ones as well: `192[.]0[.]2[.]1`. */
const ADDRESSES =
  /(?<![\d.])\d{1,3}(?:(?:\.|\[\.\]|\(\.\))\d{1,3}){3}(?![\d.])|[0-9a-f]*(?::[0-9a-f]*){2,7}/gi;

function addressFindings(said: string, where: Finding["where"], networks: BlockList): Finding[] {
  return [...said.matchAll(ADDRESSES)].flatMap((match) => {
    const plain = match[0].replaceAll(/[[\]()]/g, "");
    const family = isIP(plain);
    if (family === 0 || !networks.check(plain, family === 6 ? "ipv6" : "ipv4")) return [];
    return [findingAt(said, where, "address", match)];
  });
}

/** To the hour before: nearer, it could be laid beside what happened at the source. */
export function roundedTime(time: Date): Date {
  const hour = 3_600_000;
  return new Date(Math.floor(time.getTime() / hour) * hour);
}
