// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { test } from "node:test";
import { guessMapping } from "./headers.ts";
import { detectForm } from "./table.ts";
import { levelOf, listOf, truthOf } from "./values.ts";

test("a level of protection is read in the ways that people write it, and nothing else is taken for one", () => {
  const written: readonly [string, number | null | undefined][] = [
    ["3", 3],
    ["三级", 3],
    ["第四级", 4],
    ["等保二级", 2],
    ["S3A3G3", 3],
    ["Level 5", 5],
    ["Ｌ１", 1],
    ["未定级", null],
    ["none", null],
    ["6", undefined],
    ["S3A2G3", undefined],
    ["33", undefined],
    ["high", undefined],
  ];
  for (const [text, level] of written) assert.equal(levelOf(text), level, text);
  assert.deepEqual(
    [truthOf("是"), truthOf("No"), truthOf("非关键"), truthOf("perhaps")],
    [true, false, false, undefined],
  );
  assert.deepEqual(listOf("a；b、c, d;\n e"), ["a", "b", "c", "d", "e"]);
});

test("columns are known by headers of either language, and addresses by what stands in them", () => {
  const of = (headers: readonly string[], cells: readonly string[] = []) =>
    guessMapping("assets", headers, [{ cells }]);
  assert.deepEqual(of(["主机名称", "IP地址（内网）", "序列号/SN", "所属系统", "备注"]), [
    "hostname",
    "ip",
    null,
    "system",
    "note",
  ]);
  assert.deepEqual(of(["Host_Name", "IP-Address", "MAC (primary)", "Asset ID"]), [
    "hostname",
    "ip",
    "mac",
    "id",
  ]);
  assert.deepEqual(of(["甲", "乙", "丙"], ["10.0.0.0/8", "2001:db8::1", "00:1b:21:3c:4d:5e"]), [
    "network",
    "ip",
    "mac",
  ]);
  assert.deepEqual(of(["ip", "ip地址"], ["10.0.0.1", "10.0.0.2"]), ["ip", null]);
});

test("the delimiter is the one by which lines have equally many cells, whatever stands in quotes", () => {
  const of = (text: string) => detectForm(Buffer.from(text)).delimiter;
  assert.equal(of('a;b\n"1,2,3";x\n"4,5,6";y\n'), ";");
  assert.equal(of("a\tb\tc\n1,5\t2,5\t3\n1\t2\t3\n"), "\t");
  assert.equal(of("a,b\n1;2,3\n"), ",");
  assert.equal(of("one column\nx\n"), ",");
});
