// SPDX-License-Identifier: Apache-2.0
import { sql } from "kysely";

/** Of two claims `own` and `other` of one kind: they are on the same, on a part of it or on what it is a part of. */
export const OVERLAPS = sql<boolean>`case own.kind
  when 'network' then own.network && other.network
  when 'domain' then own.value = other.value
    or right(own.value, length(other.value) + 1) = '.' || other.value
    or right(other.value, length(own.value) + 1) = '.' || own.value
  else own.value = other.value end`;
