// SPDX-License-Identifier: Apache-2.0
/** Hashes, fingerprints, mail addresses, paths and accounts to their normal form. */
import { normaliseDomain } from "./domain.ts";

const MAX_TEXT = 4096;
const HEX = /^[0-9a-f]+$/;
const JA4 = /^[tqd](?:\d\d|s\d)[di]\d{4}[0-9a-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$/;
const LOCAL_PART = /^[^\s@<>()[\],;:"\\]{1,64}$/u;

export function normaliseHex(text: string, digits: number): string | undefined {
  const hex = text.toLowerCase();
  return hex.length === digits && HEX.test(hex) ? hex : undefined;
}

export function normaliseJa4(text: string): string | undefined {
  const lower = text.toLowerCase();
  return JA4.test(lower) ? lower : undefined;
}

/** The address of `Some One <a@x>`. Lower case throughout: no host that is in use tells `A@x` from `a@x`. */
export function normaliseEmail(text: string): string | undefined {
  const bare = text.replace(/^mailto:/i, "").replace(/^(?:[^<>]*\s)?<([^<>]*)>$/, "$1");
  const at = bare.lastIndexOf("@");
  if (at < 1 || !LOCAL_PART.test(bare.slice(0, at))) return undefined;
  const domain = normaliseDomain(bare.slice(at + 1), true);
  return domain === undefined ? undefined : `${bare.slice(0, at).normalize("NFC").toLowerCase()}@${domain}`;
}

const WINDOWS_PATH = /^(?:[a-z]:[\\/]|\\\\|%[a-z]|\\)/i;
const NT_PREFIX = /^\\(?:\\\?|\?\?|\\\.)\\(?:unc\\)?/i;

/** What is taken off a path may leave another such thing; a path of more layers is none that anything wrote. */
const MAX_LAYERS = 8;

/** Of Windows, and a name alone, without regard to case and to the way strokes lean; of others as it is. */
export function normalisePath(text: string): string | undefined {
  let path = text;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    if (path === "" || path.length > MAX_TEXT) return undefined;
    const inner = layerOff(path);
    if (inner === path) return path;
    path = inner;
  }
  return undefined;
}

/** One pair of quotes, one prefix that says how a path is to be read and not which it is, one way of writing. */
function layerOff(text: string): string {
  const path = text.trim().replace(/^"(.*)"$/s, "$1");
  if (!/[\\/]/.test(path)) return withoutCase(path);
  if (!WINDOWS_PATH.test(path)) return path.replace(/\/{2,}/g, "/");
  const isUnc = /^\\(?:\\\?|\?\?)\\unc\\/i.test(path);
  const bare = path.replaceAll("/", "\\").replace(NT_PREFIX, isUnc ? "\\\\" : "");
  return withoutCase(bare.replace(/(?<!^)\\{2,}/g, "\\"));
}

/** The last part of a path in its normal form, as an indicator that is a name alone has it; undefined if it is one. */
export function nameOfPath(path: string): string | undefined {
  const stroke = Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/"));
  return stroke < 0 || stroke === path.length - 1 ? undefined : withoutCase(path.slice(stroke + 1));
}

function withoutCase(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

/** `DOMAIN\user`, `user@domain` or a bare name, without regard to case. */
export function normaliseAccount(text: string): string | undefined {
  const account = text.trim().normalize("NFC").toLowerCase();
  return account === "" || account.length > 512 ? undefined : account;
}

/** Of `domain\user` in its normal form; undefined for a bare name. */
export function nameOfAccount(account: string): string | undefined {
  const stroke = account.lastIndexOf("\\");
  return stroke < 0 || stroke === account.length - 1 ? undefined : account.slice(stroke + 1);
}
