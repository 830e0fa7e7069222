// SPDX-License-Identifier: Apache-2.0
import { fold } from "../fold.ts";
import { type Pattern, shapeOf } from "../parse/pattern.ts";
import { compileGlob } from "./glob.ts";

/** A check of a text that is folded already, unless `cased`. */
export function compileText(pattern: Pattern, cased: boolean): (text: string) => boolean {
  const normalise = cased ? (text: string) => text : fold;
  const shape = shapeOf(pattern);
  if (shape.kind === "any") return () => true;
  if (shape.kind === "glob") return compileGlob(pattern, normalise);
  const wanted = normalise(shape.text);
  switch (shape.kind) {
    case "equals":
      return (text) => text === wanted;
    case "prefix":
      return (text) => text.startsWith(wanted);
    case "suffix":
      return (text) => text.endsWith(wanted);
    case "contains":
      return (text) => text.includes(wanted);
  }
}
