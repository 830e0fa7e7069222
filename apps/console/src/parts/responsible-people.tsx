// SPDX-License-Identifier: Apache-2.0
/** Who answers for a system, and how to reach them. */
import type { Responsible } from "@fengsui/contract";
import { useTexts } from "../app/use-texts.ts";

export function ResponsiblePeople({ people }: { readonly people: readonly Responsible[] }) {
  const { t } = useTexts();
  if (people.length === 0) return <span className="quiet">{t("person.nobody")}</span>;
  return (
    <ul className="people">
      {people.map(({ name, role, phone, email }) => (
        <li key={`${name}\0${role}\0${phone}\0${email}`}>
          {name}
          {role !== "" && <span className="quiet"> · {role}</span>}
          {phone !== "" && (
            <>
              {" "}
              <a href={`tel:${phone.replaceAll(/[^+\d]/g, "")}`}>{phone}</a>
            </>
          )}
          {email !== "" && (
            <>
              {" "}
              <a href={`mailto:${email}`}>{email}</a>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
