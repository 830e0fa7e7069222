// SPDX-License-Identifier: Apache-2.0
/** The entry point: arguments in, exit code out. */
import { readEnvironment } from "./environment.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { OutputClosed } from "./output.ts";
import { runProgram } from "./program.ts";
import { exitCodeOf, renderError, renderStack, toFengsuiError } from "./report-error.ts";

async function main(): Promise<ExitCode> {
  // A stream that fails is noticed where it is written to; without a listener it would end the process with a stack.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  try {
    return await runProgram(process.argv.slice(2));
  } catch (thrown) {
    if (thrown instanceof OutputClosed) return EXIT.closedPipe;
    const error = toFengsuiError(thrown);
    process.stderr.write(renderError(error));
    if (readEnvironment().debug) process.stderr.write(renderStack(error));
    return exitCodeOf(error);
  }
}

process.exitCode = await main();
