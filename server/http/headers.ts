import type { IncomingMessage, ServerResponse } from "node:http";

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

/** Set before anything is routed, so that no answer leaves without them. */
export function setSecurityHeaders(response: ServerResponse, dev: boolean): void {
  for (const [name, value] of dev ? DEV_HEADERS : HEADERS) response.setHeader(name, value);
}

/** The pages' framework starts itself with inline scripts; its development client also evaluates code. */
function contentSecurityPolicy(dev: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'unsafe-inline'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join("; ");
}

function headersFor(dev: boolean): ReadonlyMap<string, string> {
  return new Map([
    ["content-security-policy", contentSecurityPolicy(dev)],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
    ["referrer-policy", "no-referrer"],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
  ]);
}

const HEADERS = headersFor(false);
const DEV_HEADERS = headersFor(true);
