// SPDX-License-Identifier: Apache-2.0
/** A hub that does nothing but write, to be killed: prints the number of each row once it is acknowledged. */
import { systemPrincipal, unaudited } from "../../platform/records/index.ts";
import { openRecords } from "../../platform/records/records.ts";

const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new TypeError("usage: writing-hub <data directory>");

const records = await openRecords({ dataDir });
for (let number = 1; ; number++) {
  const payload = JSON.stringify({ number });
  await records.transaction(systemPrincipal("test"), (tx) =>
    unaudited(tx, "a test of durability", (write) =>
      write.insertInto("outbox").values({ topic: "test", payload }).execute(),
    ),
  );
  process.stdout.write(`${number}\n`);
}
