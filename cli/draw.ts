import { createColors } from "picocolors";
import type { Line, Tone } from "./model/frame.ts";

/** Colours only on a terminal, and never with `NO_COLOR`. */
export function painter(stream: NodeJS.WriteStream, env: Readonly<NodeJS.ProcessEnv> = process.env) {
  const colors = createColors(!env["NO_COLOR"] && (stream.isTTY === true || Boolean(env["FORCE_COLOR"])));
  const paints: Readonly<Record<Tone, (text: string) => string>> = {
    plain: (text) => text,
    muted: colors.dim,
    strong: colors.bold,
    queued: colors.dim,
    running: colors.cyan,
    waiting: colors.yellow,
    paused: colors.yellow,
    succeeded: colors.green,
    failed: colors.red,
    cancelled: colors.dim,
    needs_attention: colors.yellow,
  };
  return (line: Line) => line.map(({ text, tone }) => paints[tone](text)).join("");
}
