import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

const POLICY = "content-security-policy";
/** How the nonce of a page reaches its layout. What a client sends under this name is dropped. */
const NONCE_HEADER = "x-nonce";

/** Headers that say "believe me": a proxy's or a framework's own. No proxy is trusted, so they are dropped. */
const CLAIMS = [
  /^x-forwarded-/,
  /^forwarded$/,
  /^x-real-ip$/,
  /^x-client-ip$/,
  /^x-original-/,
  /^x-rewrite-/,
  /^x-http-method/,
  /^x-middleware-/,
  /^x-invoke-/,
  /^x-matched-path$/,
  /^content-security-policy/,
  /^x-nonce$/,
];

export function stripClaims(request: IncomingMessage): void {
  const claims = Object.keys(request.headers).filter((name) => CLAIMS.some((claim) => claim.test(name)));
  for (const name of claims) delete request.headers[name];
  if (claims.length === 0) return;
  const dropped = new Set(claims);
  request.rawHeaders = request.rawHeaders.filter((_, index, all) => {
    const name = all[index - (index % 2)] ?? "";
    return !dropped.has(name.toLowerCase());
  });
}

/** Set before anything is routed, so that no answer leaves without them. Nothing in such an answer may run or load. */
export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of HEADERS) response.setHeader(name, value);
}

/**
 * Lets a page run its own scripts, and only those: they carry a nonce that no injected markup can know. The page's
 * framework reads the policy from the request, the layout the nonce.
 */
export function openPagePolicy(request: IncomingMessage, response: ServerResponse, dev: boolean): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = pagePolicy(nonce, dev);
  response.setHeader(POLICY, policy);
  request.headers[POLICY] = policy;
  request.headers[NONCE_HEADER] = nonce;
}

/**
 * Positions of graph nodes and sizes of panes are style attributes. In development the framework evaluates code, adds
 * style elements of its own and reloads over a socket.
 */
function pagePolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

const HEADERS: ReadonlyMap<string, string> = new Map([
  [POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
]);
