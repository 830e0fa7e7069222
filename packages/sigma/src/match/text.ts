// SPDX-License-Identifier: Apache-2.0
import { fold } from "../fold.ts";
import { type Pattern, shapeOf } from "../parse/pattern.ts";
import { compileGlob, type TextCheck } from "./glob.ts";

export function compileText(pattern: Pattern, cased: boolean): TextCheck {
  const normalise = cased ? (text: string) => text : fold;
  const shape = shapeOf(pattern);
  if (shape.kind === "any") return { test: () => true, weight: 0 };
  if (shape.kind === "glob") return compileGlob(pattern, normalise);
  const wanted = normalise(shape.text);
  switch (shape.kind) {
    case "equals":
      return { test: (text) => text === wanted, weight: 0 };
    case "prefix":
      return { test: (text) => text.startsWith(wanted), weight: 0 };
    case "suffix":
      return { test: (text) => text.endsWith(wanted), weight: 0 };
    case "contains":
      return { test: (text) => text.includes(wanted), weight: 1 };
  }
}
