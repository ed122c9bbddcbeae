import type { Refusal } from "./refusal.ts";

/** What the guard looks at: nothing that a parser has already interpreted or merged. */
export type RequestHead = {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
};

export type GuardPolicy = {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
  readonly dev: boolean;
};

const SOCKET_PATH = "/socket.io/";
const SAFE = new Set(["GET", "HEAD"]);
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);
const WILDCARDS = new Set(["0.0.0.0", "::"]);

type Place = {
  readonly port: number;
  readonly hostname: string;
  readonly dev: boolean;
  /** The origin under which a proxy in front offers the server. */
  readonly publicUrl?: string | undefined;
};

/** Exact names under which this server may be addressed. Everything else is DNS rebinding or a mistake. */
export function policyFor({ port, hostname, dev, publicUrl }: Place): GuardPolicy {
  const own = WILDCARDS.has(hostname) ? [] : [hostname.includes(":") ? `[${hostname}]` : hostname];
  const names = ["localhost", "127.0.0.1", "[::1]", ...own];
  const hosts = new Set(names.map((name) => `${name}:${port}`));
  if (port === 80) for (const name of names) hosts.add(name);
  const origins = new Set([...hosts].map((host) => `http://${host}`));
  if (publicUrl !== undefined) {
    hosts.add(new URL(publicUrl).host);
    origins.add(publicUrl);
  }
  return { hosts, origins, dev };
}

export function judgeRequest(head: RequestHead, policy: GuardPolicy): Refusal | null {
  return judgeTarget(head, policy) ?? judgeMethod(head) ?? judgeOrigin(head, policy);
}

/** An upgrade becomes a lasting channel, so it needs an Origin like a mutation and has an exact list of places. */
export function judgeUpgrade(head: RequestHead, policy: GuardPolicy): Refusal | null {
  const target = judgeTarget(head, policy);
  if (target) return target;
  if (!isUpgradePath(pathOf(head.url), policy.dev)) {
    return refusal(404, "NOT_FOUND", "Not found", "There is no socket at this address.");
  }
  if (head.method !== "GET")
    return refusal(405, "METHOD_NOT_ALLOWED", "Method not allowed", "Upgrade with GET.");
  return judgeSource(head, policy, false);
}

export function isSocketPath(url: string): boolean {
  return url.startsWith(SOCKET_PATH);
}

export function isMutation(method: string): boolean {
  return !SAFE.has(method);
}

export function pathOf(url: string): string {
  return url.split("?", 1)[0] ?? url;
}

function isUpgradePath(path: string, dev: boolean): boolean {
  return path === SOCKET_PATH || (dev && (path === "/_next/hmr" || path === "/_next/webpack-hmr"));
}

function judgeTarget(head: RequestHead, policy: GuardPolicy): Refusal | null {
  const hosts = headerValues(head.rawHeaders, "host");
  if (hosts.length !== 1 || !policy.hosts.has(hosts[0] ?? "")) {
    return refusal(
      421,
      "MISDIRECTED",
      "Misdirected request",
      `This server answers only to: ${[...policy.hosts].join(", ")}.`,
    );
  }
  if (!/^\/(?![/\\])[^\\#\s]*$/.test(head.url)) {
    return refusal(400, "BAD_TARGET", "Bad request target", "The address must be a path on this server.");
  }
  return null;
}

function judgeMethod(head: RequestHead): Refusal | null {
  if (METHODS.has(head.method)) return null;
  return refusal(
    405,
    "METHOD_NOT_ALLOWED",
    "Method not allowed",
    "Use GET, HEAD, POST, PUT, PATCH or DELETE. Other sites cannot call this server, so there is no preflight.",
  );
}

function judgeOrigin(head: RequestHead, policy: GuardPolicy): Refusal | null {
  if (!isMutation(head.method) && !isSocketPath(head.url)) return null;
  return judgeSource(head, policy, true);
}

/**
 * A cookie ignores ports and SameSite counts every port of localhost as one site: only the exact Origin tells
 * this server's pages from another program's.
 */
function judgeSource(head: RequestHead, policy: GuardPolicy, trustsFetchSite: boolean): Refusal | null {
  const origins = headerValues(head.rawHeaders, "origin");
  const [origin] = origins;
  if (origin !== undefined) return origins.length === 1 && policy.origins.has(origin) ? null : foreign();
  if (hasBearer(head.rawHeaders)) return null;
  const site = headerValues(head.rawHeaders, "sec-fetch-site");
  if (trustsFetchSite && site.length === 1 && site[0] === "same-origin") return null;
  return headerValues(head.rawHeaders, "cookie").length > 0 ? foreign() : anonymous();
}

/** A program that sent neither an Origin nor anything that says who it is: most likely it forgot its token. */
function anonymous(): Refusal {
  return refusal(
    401,
    "UNAUTHENTICATED",
    "Not signed in",
    "Send `Authorization: Bearer` with an API token, or use Banyan's own pages.",
  );
}

function foreign(): Refusal {
  return refusal(
    403,
    "FOREIGN_ORIGIN",
    "Foreign origin",
    "Only Banyan's own pages may do this. Programs send no Origin and an `Authorization: Bearer` token.",
  );
}

function hasBearer(rawHeaders: readonly string[]): boolean {
  return headerValues(rawHeaders, "authorization").some((value) => /^Bearer \S/i.test(value));
}

function headerValues(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

function refusal(status: number, code: string, title: string, detail: string): Refusal {
  return { status, code, title, detail };
}
