import { canonicalAddress } from "./address.ts";

/** `host:port` entries that an administrator has named: they may be private and on any port. */
export type Allowlist = ReadonlySet<string>;

const ENTRY = /^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?):(\d{1,5})$/i;

/** Reads `localhost:11434, [::1]:8000`; what is no entry comes back as a problem. */
export function parseAllowlist(text: string): {
  readonly allow: Allowlist;
  readonly problems: readonly string[];
} {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const read = entries.map((entry) => ({ entry, key: keyOfEntry(entry) }));
  const bad = read.filter(({ key }) => key === null);
  return {
    allow: new Set(read.flatMap(({ key }) => key ?? [])),
    problems: bad.map(({ entry }) => `"${entry}" is not host:port, such as localhost:11434`),
  };
}

/** How a destination is looked up in the list. */
export function allowKey(host: string, port: number): string {
  return `${canonicalHost(host)}:${port}`;
}

/** Lower case, without brackets and without the dot that ends a full name; an address in its one spelling. */
export function canonicalHost(host: string): string {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host;
  return canonicalAddress(bare.toLowerCase().replace(/\.$/, ""));
}

function keyOfEntry(entry: string): string | null {
  const [, host, digits] = ENTRY.exec(entry) ?? [];
  const port = Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : allowKey(host, port);
}

/** Whether a secret for `pattern` may go to a host: its name, `*.example.com` for all below one, each with `:port` if only that is meant. */
export function fitsHost(pattern: string, host: string, port: number): boolean {
  const [, name = "", only] =
    /^(.*?)(?::(\d+))?$/.exec(
      pattern.includes("::") && !pattern.startsWith("[") ? `[${pattern}]` : pattern,
    ) ?? [];
  if (only !== undefined && Number(only) !== port) return false;
  if (!name.startsWith("*.")) return canonicalHost(name) === host;
  return host.endsWith(name.slice(1).toLowerCase()) && host.length > name.length - 1;
}
