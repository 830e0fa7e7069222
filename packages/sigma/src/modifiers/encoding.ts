// SPDX-License-Identifier: Apache-2.0
/** Modifiers that encode a text as it would stand in another one: Base64 and UTF-16. */
import { isLiteral, literalPattern, literalText, mapLiterals } from "../parse/pattern.ts";
import {
  asText,
  type Modifier,
  ModifierProblem,
  notApplicable,
  type TextValue,
  type Value,
} from "./value.ts";

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function bytesOf(value: TextValue): Uint8Array {
  const text = literalText(value.pattern);
  if (!value.isBytes) return new TextEncoder().encode(text);
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function encodedText(text: string, value: TextValue): Value {
  return { kind: "text", pattern: literalPattern(text), cased: value.cased, isBytes: false };
}

const wildcards = new ModifierProblem(
  "modifier.not_applicable",
  "A text with wildcards cannot be encoded as Base64.",
);

const toBase64: Modifier = (given, context) => {
  const value = asText(given);
  if (value === undefined) return notApplicable(context, "a text");
  if (!isLiteral(value.pattern)) return wildcards;
  return encodedText(base64(bytesOf(value)), value);
};

/**
 * The part of the Base64 text that does not depend on what stands around the value, for each of the three places a
 * value may have within groups of three bytes (specification 2.1, "Encoding").
 */
const toBase64AtOffsets: Modifier = (given, context) => {
  const value = asText(given);
  if (value === undefined) return notApplicable(context, "a text");
  if (!isLiteral(value.pattern)) return wildcards;
  const bytes = bytesOf(value);
  const variants = [0, 1, 2].map((offset) => {
    const padded = new Uint8Array(offset + bytes.length);
    padded.set(bytes, offset);
    const firstWhole = [0, 2, 3][offset];
    const cut = [0, 3, 2][padded.length % 3] ?? 0;
    const text = base64(padded);
    return text.slice(firstWhole, text.length - cut);
  });
  if (variants.includes(""))
    return notApplicable(context, "a longer text: of this one no part is the same at every offset");
  return { kind: "variants", of: variants.map((variant) => encodedText(variant, value)) };
};

function utf16(encode: (unit: number) => string, byteOrderMark: string): Modifier {
  return (given, context) => {
    const value = asText(given);
    if (value === undefined) return notApplicable(context, "a text");
    const pattern = mapLiterals(value.pattern, (literal) => {
      let text = "";
      for (let i = 0; i < literal.length; i++) text += encode(literal.charCodeAt(i));
      return text;
    });
    const parts = byteOrderMark === "" ? pattern.parts : [byteOrderMark, ...pattern.parts];
    const [mark, first, ...rest] = parts;
    const merged =
      byteOrderMark !== "" && typeof mark === "string" && typeof first === "string"
        ? [mark + first, ...rest]
        : parts;
    return { kind: "text", pattern: { parts: merged }, cased: value.cased, isBytes: true };
  };
}

const littleEndian = (unit: number): string => String.fromCharCode(unit & 0xff, unit >> 8);
const bigEndian = (unit: number): string => String.fromCharCode(unit >> 8, unit & 0xff);

export const ENCODING_MODIFIERS: Readonly<Record<string, Modifier>> = {
  base64: toBase64,
  base64offset: toBase64AtOffsets,
  utf16le: utf16(littleEndian, ""),
  wide: utf16(littleEndian, ""),
  utf16be: utf16(bigEndian, ""),
  utf16: utf16(littleEndian, "\u00ff\u00fe"),
};
