import type { Env } from "../env.ts";

const WILDCARDS = new Set(["0.0.0.0", "::"]);

export type Ready = {
  readonly url: string;
  /** With a one-time token until an owner has a password. */
  readonly signInUrl: string;
  readonly port: number;
};

/** Where a browser on this machine finds the server. */
export function baseUrl(hostname: string, port: number): string {
  const host = WILDCARDS.has(hostname) ? "127.0.0.1" : hostname;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

export function signInUrl(url: string, token: string | null): string {
  return token === null ? `${url}/sign-in` : `${url}/sign-in?token=${token}`;
}

/** To the console only, never to the log: the link opens a session. */
export function announce(ready: Ready, env: Env): void {
  process.stdout.write(env.jsonReady ? `${JSON.stringify(ready)}\n` : readyText(ready, env.dataDir));
}

/** What takes a moment, for a person who waits. */
export function progress(line: string, env: Env): void {
  if (!env.jsonReady) process.stdout.write(`▸ ${line}\n`);
}

function readyText(ready: Ready, dataDir: string): string {
  return [
    "",
    "  Banyan is ready",
    "",
    `  Sign in  ${ready.signInUrl}`,
    ready.signInUrl.includes("?token=")
      ? "           (works once, within 30 minutes; each start prints a new one)"
      : "           (with e-mail and password)",
    `  Data     ${dataDir}`,
    "  Stop     Ctrl+C",
    "",
    "",
  ].join("\n");
}
