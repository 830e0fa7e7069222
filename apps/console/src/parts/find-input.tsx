// SPDX-License-Identifier: Apache-2.0
/** The search field of a page's list. What is typed counts when Enter is pressed or the field is left. */
import { Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { useKeys } from "./use-keys.ts";

interface FindProps {
  readonly label: string;
  readonly text: string;
  readonly onFind: (text: string) => void;
}

export function FindInput({ label, text, onFind }: FindProps) {
  const input = useRef<InputRef>(null);
  useKeys({ "/": () => input.current?.focus({ cursor: "all" }) });
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const apply = () => {
    if (typed.trim() !== text) onFind(typed.trim());
  };
  return (
    <Input
      ref={input}
      className="host"
      aria-label={label}
      placeholder={label}
      allowClear
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={apply}
      onPressEnter={apply}
    />
  );
}
