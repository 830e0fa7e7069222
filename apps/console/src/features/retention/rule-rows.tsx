// SPDX-License-Identifier: Apache-2.0
/** A row for each log type that has days of its own, and one for the others. */
import { Button, Input } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { isBelowLegalMinimum, type TypedRule } from "./view.ts";

interface RuleRowsProps {
  readonly rows: readonly TypedRule[];
  readonly isFixed: boolean;
  readonly onChange: (rows: readonly TypedRule[]) => void;
}

export function RuleRows({ rows, isFixed, onChange }: RuleRowsProps) {
  const { t } = useTexts();
  const last = rows.length - 1;
  const change = (index: number, part: Partial<TypedRule>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...part } : row)));
  return (
    <ul className="retention-rows">
      {rows.map((row, index) => (
        // Rows have no name of their own while they are typed.
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is what they are known by
        <li key={index} className="retention-row">
          {index === last ? (
            <span className="retention-others">{t("retention.others")}</span>
          ) : (
            <Input
              aria-label={t("retention.logType", { number: index + 1 })}
              placeholder="windows/sysmon"
              disabled={isFixed}
              value={row.logType}
              onChange={({ target }) => change(index, { logType: target.value })}
            />
          )}
          <Input
            type="number"
            min={1}
            max={36500}
            aria-label={t("retention.days", { number: index + 1 })}
            placeholder={t(index === last ? "retention.asHub" : "retention.ever")}
            suffix={t("retention.unit")}
            disabled={isFixed}
            value={row.days}
            onChange={({ target }) => change(index, { days: target.value })}
          />
          {!isFixed && index !== last && (
            <Button
              type="text"
              aria-label={t("retention.remove", { number: index + 1 })}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              ✕
            </Button>
          )}
          {isBelowLegalMinimum(row.days) && (
            <p className="retention-warning">{t("retention.belowMinimum")}</p>
          )}
        </li>
      ))}
      {!isFixed && (
        <li>
          <Button
            onClick={() => onChange([...rows.slice(0, last), { logType: "", days: "" }, ...rows.slice(last)])}
          >
            {t("retention.add")}
          </Button>
        </li>
      )}
    </ul>
  );
}
