import { isIP } from "node:net";
import { type Allowlist, allowKey, canonicalHost } from "./allowlist.ts";
import { refused } from "./egress-error.ts";

const MAX_URL_LENGTH = 8_192;
const PORTS: ReadonlySet<number> = new Set([80, 443]);
/** Characters that parsers disagree about: a URL with one of them may lead elsewhere than it seems to. */
const AMBIGUOUS = /[\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Cf}\\]/u;

/** Where one request goes, as far as its text can say. */
export type Destination = {
  readonly url: URL;
  /** Lower case, without brackets or a final dot. */
  readonly host: string;
  readonly port: number;
  readonly isAddress: boolean;
  /** An administrator has listed this host and port. */
  readonly listed: boolean;
};

/** Reads a URL and refuses what may not be asked for. Nothing is looked up yet. */
export function destinationOf(text: string, allow: Allowlist): Destination {
  const url = parse(text);
  const host = canonicalHost(url.hostname);
  const port = url.port === "" ? defaultPort(url) : Number(url.port);
  const listed = allow.has(allowKey(host, port));
  if (!listed && !PORTS.has(port)) {
    throw refused(
      `Port ${port} is not allowed. Use 80 or 443; an administrator may list ${host}:${port} in BANYAN_EGRESS_ALLOW.`,
    );
  }
  if (!listed && isLocalName(host)) {
    throw refused(
      `${host} is this machine. An administrator may list ${host}:${port} in BANYAN_EGRESS_ALLOW.`,
    );
  }
  return { url, host, port, isAddress: isIP(host) !== 0, listed };
}

/** How a destination may be named to anyone: its query may hold a secret, its path stands in the graph. */
export function shownUrl({ url }: Pick<Destination, "url">): string {
  return `${url.origin}${url.pathname}`;
}

function parse(text: string): URL {
  if (text.length > MAX_URL_LENGTH) throw refused(`A URL has ${MAX_URL_LENGTH} characters at most.`);
  if (AMBIGUOUS.test(text))
    throw refused("The URL has a space, a backslash or a control character in it. Encode it.");
  const authority = /^https?:\/\/([^/?#]+)/i.exec(text)?.[1];
  if (authority === undefined) throw refused("A URL starts with https:// or http://.");
  const url = URL.parse(text);
  if (url === null || url.hostname === "" || url.port === "0") throw refused("The URL is not valid.");
  if (authority.includes("@"))
    throw refused("A URL holds no user name and no password. Send a secret in a header.");
  return url;
}

function defaultPort(url: URL): number {
  return url.protocol === "https:" ? 443 : 80;
}

function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}
