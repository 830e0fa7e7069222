// SPDX-License-Identifier: Apache-2.0
/** A new asset: of what kind, by what it is known, of which system. */
import { HubProblem } from "@fengsui/client";
import {
  ASSET_KINDS,
  type Asset,
  type AssetKind,
  IDENTIFIER_KINDS,
  type IdentifierKind,
} from "@fengsui/contract";
import { Link } from "@tanstack/react-router";
import { Button, Input, Select } from "antd";
import { z } from "zod";
import { hub } from "../../../app/hub.ts";
import { useFirstOrganisationAs } from "../../../app/organisation-choice.ts";
import { useOrganisationsAs } from "../../../app/session.ts";
import { useTexts } from "../../../app/use-texts.ts";
import { Choices } from "../../../parts/choices.tsx";
import { Field } from "../../../parts/field.tsx";
import { OrganisationSelect } from "../../../parts/organisation-select.tsx";
import { ProblemNotice } from "../../../parts/page-problem.tsx";
import { useFormDraft } from "../../../parts/use-form-draft.ts";
import { useLedgerAct } from "../queries.ts";
import { AssetFields } from "./asset-fields.tsx";
import { ASSET_FIELDS } from "./edit-asset-form.tsx";
import { IDENTIFIER_TEXT, IDENTIFIERS_OF, KIND_TEXT, SAMENESS_TEXT } from "./kinds.ts";

const IDENTIFIER_ROW = z.object({ key: z.number(), kind: z.enum(IDENTIFIER_KINDS), value: z.string() });
type Row = z.infer<typeof IDENTIFIER_ROW>;
const NEW_FORM = ASSET_FIELDS.extend({
  organisationId: z.string(),
  kind: z.enum(ASSET_KINDS),
  identifiers: z.array(IDENTIFIER_ROW),
});

interface FormProps {
  /** What the list was narrowed to, if it was. */
  readonly systemId: string;
  readonly onDone: (asset: Asset) => void;
}

function blankRows(kind: AssetKind): Row[] {
  const kinds: readonly IdentifierKind[] = kind === "host" ? ["hostname", "ip"] : IDENTIFIERS_OF[kind];
  return kinds.map((one, key) => ({ key, kind: one, value: "" }));
}

export function NewAssetForm({ systemId, onDone }: FormProps) {
  const { t } = useTexts();
  const organisations = useOrganisationsAs("analyst");
  const draft = useFormDraft<z.infer<typeof NEW_FORM>>("asset.new", NEW_FORM, {
    name: "",
    note: "",
    systemId: systemId === "none" ? "" : systemId,
    organisationId: useFirstOrganisationAs("analyst"),
    kind: "host",
    identifiers: blankRows("host"),
  });
  const { value: form, set } = draft;
  const add = useLedgerAct(hub.ledger.assets.add);
  const given = form.identifiers
    .map(({ kind, value }) => ({ kind, value: value.trim() }))
    .filter(({ value }) => value !== "");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const { organisationId, kind, note } = form;
        const wanted = { organisationId, kind, note: note.trim(), identifiers: given };
        const name = form.name.trim();
        add.mutate(
          {
            ...wanted,
            systemId: form.systemId === "" ? null : form.systemId,
            ...(name !== "" && { name }),
          },
          {
            onSuccess: (asset) => {
              draft.forget();
              onDone(asset);
            },
          },
        );
      }}
    >
      {organisations.length > 1 && (
        <Field label={t("ledger.owner")}>
          {(ids) => (
            <OrganisationSelect
              ids={ids}
              organisations={organisations}
              value={form.organisationId}
              onChange={(organisationId) => set({ organisationId, systemId: "" })}
            />
          )}
        </Field>
      )}
      <Choices<AssetKind>
        label={t("asset.kind")}
        value={form.kind}
        choices={ASSET_KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
        onChange={(kind) => set({ kind, identifiers: blankRows(kind) })}
      />
      <IdentifierRows
        kind={form.kind}
        rows={form.identifiers}
        onChange={(identifiers) => set({ identifiers })}
      />
      <AssetFields
        organisationId={form.organisationId}
        value={form}
        onChange={set}
        nameHelp={t("asset.name.help")}
      />
      {add.error !== null && <Refused error={add.error} known={given[0]?.value ?? ""} />}
      <div className="act-row">
        <Button type="primary" htmlType="submit" disabled={given.length === 0} loading={add.isPending}>
          {t("ledger.assets.add.act")}
        </Button>
      </div>
    </form>
  );
}

/** One that is there already can be looked at. */
function Refused({ error, known }: { readonly error: Error; readonly known: string }) {
  const { t } = useTexts();
  const isThere = error instanceof HubProblem && error.code === "asset.exists";
  return (
    <>
      <ProblemNotice error={error} />
      {isThere && (
        <Link to="/ledger/assets" search={{ text: known }}>
          {t("asset.exists.show")}
        </Link>
      )}
    </>
  );
}

interface RowsProps {
  readonly kind: AssetKind;
  readonly rows: readonly Row[];
  readonly onChange: (rows: Row[]) => void;
}

function IdentifierRows({ kind, rows, onChange }: RowsProps) {
  const { t } = useTexts();
  const change = (key: number, more: Partial<Row>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...more } : row)));
  return (
    <fieldset className="form-part">
      <legend>{t("asset.knownBy")}</legend>
      {rows.map(({ key, kind: one, value }) => (
        <div key={key} className="identifier-row">
          <Select<IdentifierKind>
            aria-label={t("identifier.kind")}
            value={one}
            options={IDENTIFIERS_OF[kind].map((each) => ({ value: each, label: t(IDENTIFIER_TEXT[each]) }))}
            onChange={(next) => change(key, { kind: next })}
          />
          <Input
            aria-label={t(IDENTIFIER_TEXT[one])}
            maxLength={500}
            value={value}
            onChange={({ target }) => change(key, { value: target.value })}
          />
          <small className="quiet">{t(SAMENESS_TEXT[one])}</small>
        </div>
      ))}
      <div className="act-row">
        <Button
          onClick={() => {
            const [first = "hostname"] = IDENTIFIERS_OF[kind];
            onChange([...rows, { key: rows.length, kind: first, value: "" }]);
          }}
        >
          {t("identifier.another")}
        </Button>
      </div>
    </fieldset>
  );
}
