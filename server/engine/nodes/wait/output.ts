import type { Stored } from "../../values/json.ts";

export function signalOutput(name: string, payload: Stored): Stored {
  return { signal: name, payload, timedOut: false };
}
