import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Server } from "./start-server.ts";

const LAUNCHER = join(import.meta.dirname, "..", "..", "cli", "banyan.mjs");
const SIZE = { columns: 108, rows: 40 } as const;

/** How the colours of the command line look: a name for a style sheet. */
const STYLES: Readonly<Record<number, string>> = {
  1: "strong",
  2: "muted",
  31: "failed",
  32: "succeeded",
  33: "waiting",
  36: "running",
};

/** What stands on a terminal some time after the command line was started in it, as HTML with a class for each colour. */
export async function screenOf(server: Server, args: readonly string[], afterMs: number): Promise<string> {
  const command = `stty cols ${SIZE.columns} rows ${SIZE.rows}; exec "${process.execPath}" "${LAUNCHER}" ${args.join(" ")}`;
  const { NO_COLOR: _, ...env } = process.env;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    env: { ...env, FORCE_COLOR: "1", TERM: "xterm-256color", BANYAN_DATA_DIR: server.dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let written = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
  });
  await pause(afterMs);
  child.kill();
  return htmlOf(lastFrame(written));
}

/** Each frame wipes the one before line by line: what comes after the last wiping is on screen. */
function lastFrame(written: string): string {
  const wiped = written.lastIndexOf("\u001b[2K");
  return written.slice(wiped < 0 ? 0 : wiped + 4);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what terminals are told
const SEQUENCE = /\u001b\[([\d;?]*)([A-Za-z])/g;

function htmlOf(text: string): string {
  let [html, from, open] = ["", 0, 0];
  for (const found of text.matchAll(SEQUENCE)) {
    html += escaped(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[2] !== "m") continue;
    const style = STYLES[Number(found[1])];
    if (style) {
      html += `<span class="${style}">`;
      open += 1;
    } else if (open > 0) {
      html += "</span>";
      open -= 1;
    }
  }
  return html + escaped(text.slice(from)) + "</span>".repeat(open);
}

function escaped(text: string): string {
  return text.replaceAll("\r", "").replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
