// SPDX-License-Identifier: Apache-2.0
/** The only file that reads the environment. */

export interface Environment {
  /** FENGSUI_DEBUG=1: errors are shown with their stack. */
  readonly debug: boolean;
  /** Whether a terminal may be given colour: NO_COLOR and TERM=dumb say no. */
  readonly allowsColour: boolean;
  /** Whether a terminal can move its cursor, which a progress bar needs. */
  readonly allowsProgress: boolean;
  /** FENGSUI_KEY, the key of a source. */
  readonly key: string | undefined;
  /** XDG_STATE_HOME */
  readonly stateFolder: string | undefined;
}

export function readEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: the environment is read here and nowhere else
  const env = process.env;
  const isDumb = env["TERM"] === "dumb";
  return {
    debug: env["FENGSUI_DEBUG"] === "1",
    allowsColour: !isDumb && (env["NO_COLOR"] ?? "") === "",
    allowsProgress: !isDumb,
    key: env["FENGSUI_KEY"],
    stateFolder: env["XDG_STATE_HOME"] || undefined,
  };
}
