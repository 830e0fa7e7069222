// SPDX-License-Identifier: Apache-2.0
/** For each record of a world that is loaded: a rule, an alert, a case, evidence, a system and an asset of its name. */
import { hash } from "node:crypto";

/** As `idOfRecord` makes it. */
const ID = (kind: string) =>
  `overlay(overlay(md5('${kind} ' || fingerprint) placing '8' from 13) placing '8' from 17)::uuid`;
const TITLE = "fingerprint || '.'";
const NUMBER = "substring(fingerprint from '\\d+')::int";
const CONTENT = "convert_to(fingerprint || '.', 'UTF8')";
const EACH = "from audiences where fingerprint like 'Record %'";
const OF = "organisation_id, id";

export function insertRecords(): string {
  return [
    `insert into rules (id, organisation_id, audience_id, key, title, level)
     select ${ID("rule")}, ${OF}, fingerprint, ${TITLE}, 'high' ${EACH}`,
    `insert into alerts (id, organisation_id, audience_id, rule_id, rule_version, title, level, entity_kind, entity,
       window_start, window_end, first_event_at, last_event_at)
     select ${ID("alert")}, ${OF}, ${ID("rule")}, 1, ${TITLE}, 'high', 'host', fingerprint,
       now(), now() + interval '1 hour', now(), now() ${EACH}`,
    `insert into cases (id, organisation_id, audience_id, marking, year, number, title, severity)
     select ${ID("case")}, ${OF}, marking, 2026, ${NUMBER}, ${TITLE}, 'high' ${EACH}`,
    `insert into systems (id, organisation_id, audience_id, name) select ${ID("system")}, ${OF}, ${TITLE} ${EACH}`,
    `insert into assets (id, organisation_id, audience_id, system_id, kind, name)
     select ${ID("asset")}, ${OF}, ${ID("system")}, 'host', ${TITLE} ${EACH}`,
    `insert into evidence_contents (organisation_id, sha256, byte_count)
     select organisation_id, sha256(${CONTENT}), length(${CONTENT}) ${EACH}`,
    `insert into evidence_chunks (organisation_id, sha256, position, bytes)
     select organisation_id, sha256(${CONTENT}), 0, ${CONTENT} ${EACH}`,
    `insert into evidence (id, organisation_id, audience_id, case_id, kind, name, media_type, sha256, byte_count, added_by)
     select ${ID("evidence")}, ${OF}, ${ID("case")}, 'file', ${TITLE}, 'text/plain', sha256(${CONTENT}), length(${CONTENT}),
       (select p.id from people p limit 1) ${EACH}`,
  ].join(";\n");
}

export function idOfRecord(kind: string, name: string): string {
  const hex = hash("md5", `${kind} ${name}`, "hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-8$3-8$4-");
}
