// SPDX-License-Identifier: Apache-2.0
/** What people write into the cells of a table, read. Undefined: it is not to be read. */
import { ASSET_KINDS, type AssetKind } from "@fengsui/contract";

/** Several in one cell. */
export function listOf(cell: string): string[] {
  return cell
    .split(/[;；、,，\n]+/)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}

const NUMERALS = "一二三四五";
const NO_LEVEL = /^(?:无|未定级|不定级|none|no|n\/?a|-|0)$/i;

/** `3`, `三级`, `第三级`, `等保三级`, `Level 3`, `S3A3G3`. */
export function levelOf(cell: string): number | null | undefined {
  const text = cell.normalize("NFKC").trim();
  if (NO_LEVEL.test(text)) return null;
  const found = new Set(
    [...text].flatMap((character) => {
      const numeral = NUMERALS.indexOf(character) + 1;
      return /\d/.test(character) ? Number(character) : numeral > 0 ? numeral : [];
    }),
  );
  const [level] = found;
  return found.size === 1 && level !== undefined && level >= 1 && level <= 5 && !/\d\d/.test(text)
    ? level
    : undefined;
}

const YES = /^(?:是|y|yes|true|1|√|✓|关键|关基|重要)$/i;
const NO = /^(?:否|n|no|false|0|×|非关键|非关基|一般|不是)$/i;

export function truthOf(cell: string): boolean | undefined {
  const text = cell.normalize("NFKC").trim();
  if (YES.test(text)) return true;
  return NO.test(text) ? false : undefined;
}

const KINDS: Readonly<Record<AssetKind, RegExp>> = {
  host: /^(?:host|server|主机|服务器|终端|workstation|pc|vm|虚拟机|云主机|设备)$/i,
  network: /^(?:network|网络|网段|subnet|子网)$/i,
  domain: /^(?:domain|域名|网站|website)$/i,
  address: /^(?:address|地址|公网地址|公网ip|ip)$/i,
};

export function assetKindOf(cell: string): AssetKind | undefined {
  return ASSET_KINDS.find((kind) => KINDS[kind].test(cell.trim()));
}
