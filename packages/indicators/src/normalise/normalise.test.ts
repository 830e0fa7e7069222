// SPDX-License-Identifier: Apache-2.0
/** What is the same becomes the same, and what is nothing becomes nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { KINDS, type Kind, normalise, normaliseDefanged, recognise, refang } from "../index.ts";

function formOf(kind: Kind, text: string): string | undefined {
  const found = normalise(kind, text);
  return found === undefined ? undefined : `${found.kind}=${found.value}`;
}

const CASES: readonly (readonly [Kind, string, string | undefined])[] = [
  ["ipv4-addr", " 192.0.2.1 ", "ipv4-addr=192.0.2.1"],
  ["ipv4-addr", "192.0.2.1:8080", "ipv4-addr=192.0.2.1"],
  ["ipv4-addr", "192.0.2.77/24", "ipv4-addr=192.0.2.0/24"],
  ["ipv4-addr", "192.0.2.77/32", "ipv4-addr=192.0.2.77"],
  ["ipv4-addr", "0192.0.2.1", undefined],
  ["ipv4-addr", "3232235777", undefined],
  ["ipv4-addr", "192.0.2.1/33", undefined],
  ["ipv4-addr", "192.0.2.256", undefined],
  ["ipv6-addr", "::ffff:192.0.2.1", "ipv4-addr=192.0.2.1"],
  ["ipv6-addr", "::ffff:192.0.2.0/120", "ipv4-addr=192.0.2.0/24"],
  ["ipv6-addr", "[2001:DB8:0:0::1]:443", "ipv6-addr=2001:db8::1"],
  ["ipv6-addr", "fe80::1%eth0", "ipv6-addr=fe80::1"],
  ["ipv6-addr", "2001:db8::ffff/33", "ipv6-addr=2001:db8::/33"],
  ["ipv6-addr", "2001:db8::/129", undefined],
  ["domain-name", "WWW.Evil.Example.", "domain-name=www.evil.example"],
  ["domain-name", "münchen.example", "domain-name=xn--mnchen-3ya.example"],
  ["domain-name", "烽燧。例子", "domain-name=xn--1rxmt.xn--fsqu00a"],
  ["domain-name", "_dmarc.a_b.example", "domain-name=_dmarc.a_b.example"],
  ["domain-name", "evil.example:8080", "domain-name=evil.example"],
  ["domain-name", "localhost", "domain-name=localhost"],
  ["domain-name", "192.0.2.1", undefined],
  ["domain-name", "a..example", undefined],
  ["domain-name", "a b.example", undefined],
  ["domain-name", `${"a".repeat(64)}.example`, undefined],
  ["url", "HTTP://User:Pass@Evil.Example:80/a/../b?Q=1#part", "url=http://evil.example/b?Q=1"],
  ["url", "https://evil.example.:443", "url=https://evil.example/"],
  ["url", "evil.example/a", "url=http://evil.example/a"],
  ["url", "http://a../", undefined],
  ["url", "http://", undefined],
  ["url", "/index.php/a", undefined],
  ["url", "mailto:a@b.example", undefined],
  ["email-addr", "<Some.One@Evil.Example>", "email-addr=some.one@evil.example"],
  ["email-addr", '"One, Some" <Some.One@Evil.Example>', "email-addr=some.one@evil.example"],
  ["email-addr", "mailto:a@b@evil.example", undefined],
  ["email-addr", "a@münchen.example", "email-addr=a@xn--mnchen-3ya.example"],
  ["md5", "D41D8CD98F00B204E9800998ECF8427E", "md5=d41d8cd98f00b204e9800998ecf8427e"],
  ["md5", "d41d8cd98f00b204e9800998ecf8427", undefined],
  ["sha256", "g".repeat(64), undefined],
  ["ja4", "t13d1516h2_8daaf6152771_e5627efa2ab1", "ja4=t13d1516h2_8daaf6152771_e5627efa2ab1"],
  ["ja4", "t13d1516h2_8daaf6152771", undefined],
  ["file-path", "C:/Windows//Temp/A.exe", "file-path=c:\\windows\\temp\\a.exe"],
  ["file-path", '"\\\\?\\C:\\A.exe"', "file-path=c:\\a.exe"],
  ["file-path", "\\\\?\\UNC\\Server\\Share", "file-path=\\\\server\\share"],
  ["file-path", "\\\\Server\\Share\\\\a", "file-path=\\\\server\\share\\a"],
  ["file-path", "/tmp//A.sh", "file-path=/tmp/A.sh"],
  ["file-path", "Evil.EXE", "file-path=evil.exe"],
  ["account", " CORP\\Admin ", "account=corp\\admin"],
  ["account", "", undefined],
];

test("values become their normal form, or nothing", () => {
  for (const [kind, text, expected] of CASES) assert.equal(formOf(kind, text), expected, `${kind} ${text}`);
});

test("what is defanged is read as what it was", () => {
  const cases = [
    ["hxxps[:]//evil[.]example/a", "https://evil.example/a"],
    ["hXXp://evil(dot)example", "http://evil.example"],
    ["h**p[://]evil{.}example", "http://evil.example"],
    ["htxps://evil.example", "https://evil.example"],
    ["hxxp_//evil.example", "http://evil.example"],
    ["http_a.example", "http_a.example"],
    ["192[.]0[.]2[.]1", "192.0.2.1"],
    ["192.0.2[.1", "192.0.2.1"],
    ["2001[:]db8[:]:1", "2001:db8::1"],
    ["user[at]evil[.]example", "user@evil.example"],
    ["evil\\.example", "evil.example"],
    ["http://[2001:db8::1]/", "http://[2001:db8::1]/"],
  ];
  for (const [text = "", plain = ""] of cases) assert.equal(refang(text), plain);
  assert.equal(normaliseDefanged("url", "hxxp://evil[.]example")?.value, "http://evil.example/");
});

test("a text is recognised by its looks", () => {
  const kindOf = (text: string) => recognise(text)?.kind;
  const texts = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "hxxp://evil[.]example/x",
    "192[.]0.2.0/24",
    "2001:db8::1",
    "a@evil[.]example",
    "C:\\a.exe",
    "/etc/passwd",
    "evil.example/x",
    "evil[.]example",
    "localhost",
    "not one of them",
    "\\\\.\\pipe\\x",
    "%ProgramFiles(x86)%\\x.exe",
    "evil.example/",
    "evil.example:8080",
    "EVIL。example",
    "203.0.113.0/24 ; SBL1",
  ];
  assert.deepEqual(texts.map(kindOf), [
    "md5",
    "url",
    "ipv4-addr",
    "ipv6-addr",
    "email-addr",
    "file-path",
    "file-path",
    "url",
    "domain-name",
    undefined,
    undefined,
    "file-path",
    "file-path",
    "url",
    "domain-name",
    "domain-name",
    undefined,
  ]);
  // A folder whose name begins with a dot is not defanged.
  assert.equal(recognise("C:\\Users\\a\\.ssh\\id")?.value, "c:\\users\\a\\.ssh\\id");
  assert.equal(recognise("C:\\evil[.]exe")?.value, "c:\\evil.exe");
});

test("texts that are made to be costly are not", () => {
  const parts = [" ", "[ ", "[", "a.", ":", "a:", "1.", "((", "<", "%a", "a@", "\\."];
  for (const part of parts)
    for (const text of [part.repeat(16_000 / part.length), `x${part.repeat(8000 / part.length)}@`])
      for (let times = 0; times < 20; times++) recognise(text);
});

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      "a",
      "B",
      ".",
      "/",
      "\\",
      ":",
      "[",
      "]",
      "@",
      "0",
      "ü",
      "。",
      "-",
      "%",
      "?",
      "#",
      " ",
    ),
    maxLength: 20,
  }),
  fc.domain(),
  fc.ipV4(),
  fc.ipV6(),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.emailAddress(),
);

test("a normal form is its own normal form, whatever the text", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyText, (kind, text) => {
      const once = normalise(kind, text);
      if (once === undefined) return;
      assert.deepEqual(normalise(once.kind, once.value), once);
      assert.ok(once.value.length > 0);
    }),
    { numRuns: 100_000 },
  );
});
