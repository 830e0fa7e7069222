// SPDX-License-Identifier: Apache-2.0
import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useTexts } from "../../app/use-texts.ts";
import { sourcesQuery } from "../sources/queries.ts";

interface SourceSelectProps {
  /** Its id; empty for all. */
  readonly source: string;
  readonly onChange: (source: string) => void;
}

export function SourceSelect({ source, onChange }: SourceSelectProps) {
  const { t } = useTexts();
  const { data = [] } = useQuery(sourcesQuery);
  const options = [
    { value: "", label: t("search.anySource") },
    ...data.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Select
      aria-label={t("sources.one")}
      className="source-select"
      popupMatchSelectWidth={false}
      // Until the names are there, an id would be shown.
      value={options.some(({ value }) => value === source) ? source : ""}
      options={options}
      onChange={onChange}
    />
  );
}
