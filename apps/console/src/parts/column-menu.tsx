// SPDX-License-Identifier: Apache-2.0
/** Which columns a list shows. */
import { Checkbox } from "antd";
import { useTexts } from "../app/use-texts.ts";

interface MenuProps<Name extends string> {
  readonly all: readonly { readonly name: Name; readonly title: string }[];
  readonly chosen: readonly Name[];
  readonly onChange: (chosen: readonly Name[]) => void;
}

export function ColumnMenu<Name extends string>({ all, chosen, onChange }: MenuProps<Name>) {
  const { t } = useTexts();
  // In the order of the list, whatever the order of the clicks.
  const toggle = (name: Name) =>
    onChange(all.map((one) => one.name).filter((one) => chosen.includes(one) !== (one === name)));
  return (
    <details className="column-menu">
      <summary>{t("list.columns")}</summary>
      <ul>
        {all.map(({ name, title }) => (
          <li key={name}>
            <Checkbox checked={chosen.includes(name)} onChange={() => toggle(name)}>
              {title}
            </Checkbox>
          </li>
        ))}
      </ul>
    </details>
  );
}
