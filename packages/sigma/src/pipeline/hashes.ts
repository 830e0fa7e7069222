// SPDX-License-Identifier: Apache-2.0
/** `hashes_fields`: `Hashes: SHA1=…` becomes a field for each algorithm, as most logs but Sysmon's have it. */
import type { Detection, ItemDetection } from "../parse/detection-tree.ts";
import { parsePattern } from "../parse/pattern.ts";
import type { Settings } from "./settings.ts";
import { Refusal, type Transformation } from "./transformation.ts";
import { printValue, singleValues, textValue } from "./values.ts";

const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [32, "MD5"],
  [40, "SHA1"],
  [64, "SHA256"],
  [128, "SHA512"],
]);

export function hashesFields(settings: Settings): Transformation {
  const algorithms = settings.texts("valid_hash_algos").map((name) => name.toUpperCase());
  const prefix = settings.text("field_prefix") ?? "";
  const dropsName = settings.flag("drop_algo_prefix");
  if (algorithms.length === 0) settings.missing("valid_hash_algos");
  const fieldOf = (algorithm: string): string => `${prefix}${dropsName ? "" : algorithm}`;
  return { kind: "items", change: (detection) => splitHashes(detection, algorithms, fieldOf) };
}

function splitHashes(
  detection: ItemDetection,
  algorithms: readonly string[],
  fieldOf: (algorithm: string) => string,
): Detection | Refusal {
  const { item } = detection;
  const hashes = item.values
    .flatMap((value) => [...singleValues(value)])
    .map((value) => readHash(printValue(value) ?? ""))
    .filter(({ algorithm }) => algorithms.includes(algorithm));
  const of = [...Map.groupBy(hashes, ({ algorithm }) => fieldOf(algorithm))].map(
    ([field, found]): Detection => {
      const values = found.map(({ digest }) => textValue(parsePattern(digest)));
      const written = found.map(({ digest }) => digest);
      return { ...detection, item: { ...item, field, values, written, origin: { ...item.origin } } };
    },
  );
  const [only] = of;
  if (only === undefined)
    return new Refusal("pipeline.value", `There is no hash of ${algorithms.join(", ")} among the values.`);
  const isAll = item.linking === "all" || item.negated;
  return of.length === 1 ? only : { kind: isAll ? "all" : "any", of };
}

/** `SHA1=…`, `*MD5=…*`, or a digest alone. */
function readHash(text: string): { readonly algorithm: string; readonly digest: string } {
  const bare = text.replace(/^\*/, "").replace(/\*$/, "");
  const [, name, digest = bare] = /^([A-Za-z0-9]+)[=|](.*)$/s.exec(bare) ?? [];
  return { algorithm: (name ?? ALGORITHMS.get(digest.length) ?? "").toUpperCase(), digest };
}
