// SPDX-License-Identifier: Apache-2.0
/**
 * Mistakes that leave a rule valid but without its effect: words that are nearly those of the specification. Each is a
 * warning, since rules may have attributes, tags and log sources of their own.
 */
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { knownValues } from "../logsource/known-sources.ts";
import type { LogSource } from "../rule.ts";
import { nearest } from "./nearest.ts";
import type { Reporter } from "./reporter.ts";

const ATTRIBUTES = new Set([
  ...[
    "title",
    "id",
    "related",
    "name",
    "taxonomy",
    "status",
    "description",
    "license",
    "author",
    "references",
  ],
  ...["date", "modified", "logsource", "detection", "fields", "falsepositives", "level", "tags", "scope"],
]);
/** What only documents of that kind have, besides. */
const OWN_ATTRIBUTES = {
  rule: ATTRIBUTES,
  correlation: new Set([...ATTRIBUTES, "correlation", "generate"]),
  filter: new Set([...ATTRIBUTES, "filter"]),
} as const;
const LOGSOURCE_ATTRIBUTES = new Set(["product", "category", "service", "definition"]);

/** Keys and tags that are looked at; a rule has some twenty. */
const MAX_WORDS = 200;

/** Keys of a map that are nearly one of these, which the map lacks. */
function checkKeys(map: YAMLMap, known: ReadonlySet<string>, reporter: Reporter): void {
  for (const { key } of map.items.slice(0, MAX_WORDS)) {
    if (!isScalar(key) || known.has(String(key.value))) continue;
    const meant = nearest(String(key.value), known);
    if (meant === undefined || map.has(meant)) continue;
    reporter.report(
      "rule.unknown_attribute",
      key,
      `There is no attribute \`${key.value}\`; is \`${meant}\` meant?`,
    );
  }
}

export function checkAttributes(
  root: YAMLMap,
  reporter: Reporter,
  kind: "rule" | "correlation" | "filter",
): void {
  checkKeys(root, OWN_ATTRIBUTES[kind], reporter);
  const logsource = root.get("logsource", true);
  if (isMap(logsource)) checkKeys(logsource, LOGSOURCE_ATTRIBUTES, reporter);
  const tags = root.get("tags", true);
  if (isSeq(tags))
    for (const tag of tags.items) if (isScalar(tag)) checkTag(String(tag.value), tag, reporter);
}

/** A product, or a category or service of it, that neither Sigma's taxonomy nor a public rule names. */
export function checkLogSource(source: LogSource, node: YAMLMap, reporter: Reporter): void {
  for (const attribute of ["product", "category", "service"] as const) {
    const value = source[attribute];
    const values = value === undefined ? undefined : knownValues(source, attribute);
    if (value === undefined || values === undefined || values.has(value)) continue;
    const of = attribute === "product" || source.product === undefined ? "" : ` of \`${source.product}\``;
    const meant = nearest(value, values);
    reporter.report(
      "logsource.unknown",
      node.get(attribute, true),
      `No ${attribute}${of} is known as \`${value}\`${meant === undefined ? "." : `; is \`${meant}\` meant?`}`,
    );
  }
}

const TACTICS = [
  ...["reconnaissance", "resource-development", "initial-access", "execution", "persistence"],
  ...["privilege-escalation", "defense-evasion", "defense-impairment", "stealth", "credential-access"],
  ...["discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact"],
];

/** Each namespace of the specification's appendix on tags: the form of what follows it, and words to choose from. */
const NAMESPACES: ReadonlyMap<string, { readonly form: RegExp; readonly words?: readonly string[] }> =
  new Map([
    ["attack", { form: /^(?:t\d{4}(?:\.\d{3})?|[gsmca]\d{4}|ds\d{4}|ta\d{4})$/, words: TACTICS }],
    ["car", { form: /^\d{4}-\d{2}-\d{3}$/ }],
    ["cve", { form: /^\d{4}[-.]\d{4,}$/ }],
    ["d3fend", { form: /^.+$/ }],
    ["detection", { form: /^$/, words: ["dfir", "emerging-threats", "threat-hunting"] }],
    ["stp", { form: /^[1-5][auk]?$/ }],
    [
      "tlp",
      { form: /^$/, words: ["red", "amber", "amber-strict", "amber+strict", "green", "clear", "white"] },
    ],
  ]);
const TAG = /^([a-z0-9_-]+)\.([a-z0-9._+-]+)$/i;

function checkTag(tag: string, node: Node, reporter: Reporter): void {
  const report = (message: string): void => reporter.report("tag.invalid", node, message);
  const [, namespace = "", value = ""] = TAG.exec(tag.trim()) ?? [];
  if (namespace === "") {
    report(`The tag \`${tag}\` is not of the form \`namespace.value\`.`);
    return;
  }
  const known = NAMESPACES.get(namespace.toLowerCase());
  if (known === undefined) {
    const isTechnique = NAMESPACES.get("attack")?.form.test(tag) === true;
    const meant = isTechnique ? `attack.${tag}` : nearest(namespace, NAMESPACES.keys());
    if (meant !== undefined) report(`There is no namespace \`${namespace}\`; is \`${meant}\` meant?`);
    return;
  }
  // Older rules write tactics with underscores.
  const word = value.toLowerCase().replaceAll("_", "-");
  if (known.form.test(value.toLowerCase()) || known.words?.includes(word) === true) return;
  const meant = nearest(word, known.words ?? []);
  const question = meant === undefined ? "" : ` Is \`${namespace}.${meant}\` meant?`;
  report(`\`${namespace}\` has no \`${value}\`.${question}`);
}
