// SPDX-License-Identifier: Apache-2.0
/** Numbers for people: large ones short, as a chart and a figure show them. */

/** "950", "14.2K", "1.4万": at most three digits that count. */
export function formatCount(count: number, language: string): string {
  const options: Intl.NumberFormatOptions =
    Math.abs(count) < 10_000
      ? { maximumFractionDigits: 0 }
      : { notation: "compact", maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(language, options).format(count);
}

export function formatWhole(count: number, language: string): string {
  return new Intl.NumberFormat(language).format(count);
}

const BYTES_IN = 1024;
const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** "950 byte", "14 kB", "64 MB": in powers of 1024, as file managers have it. */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(
    BYTE_UNITS.length - 1,
    Math.floor(Math.log(Math.max(1, bytes)) / Math.log(BYTES_IN)),
  );
  const unit = BYTE_UNITS[power] ?? "byte";
  const options = { style: "unit", unit, unitDisplay: "short", maximumSignificantDigits: 3 } as const;
  return new Intl.NumberFormat(language, options).format(bytes / BYTES_IN ** power);
}

/** "+12%"; undefined where there was nothing to compare with. */
export function formatChange(now: number, before: number, language: string): string | undefined {
  if (before === 0) return undefined;
  const format = new Intl.NumberFormat(language, {
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  return format.format((now - before) / before);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** "2 hr 5 min": the two largest units of a length of time. */
export function formatLength(seconds: number, language: string): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount === 0 && (parts.length === 0 ? unit !== "second" : true)) {
      if (parts.length > 0) break;
      continue;
    }
    parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }).format(amount));
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}
