const PLAIN = "banyan_session";
/** A browser takes this name only over https and from this very host, and sends it nowhere else. */
const HOST_ONLY = `__Host-${PLAIN}`;

/** How the session cookie is named and flagged: `secure` once a public https address is set. */
export type CookieStyle = { readonly secure: boolean };

/**
 * The session cookie's value. Two different ones are none: a program on another port of this machine can add a
 * second, and which of them a browser sends first is its choice.
 */
export function sessionCookie(header: string | undefined, { secure }: CookieStyle): string | null {
  const name = nameFor(secure);
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const distinct = new Set(values);
  return distinct.size === 1 ? (values[0] ?? null) : null;
}

/** `Secure` is left out over plain HTTP on loopback, where some browsers would drop the cookie. */
export function setSessionCookie(value: string, maxAgeSeconds: number, { secure }: CookieStyle): string {
  const flags = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
  return `${nameFor(secure)}=${value}; ${flags}${secure ? "; Secure" : ""}`;
}

export function clearSessionCookie(style: CookieStyle): string {
  return setSessionCookie("", 0, style);
}

function nameFor(secure: boolean): string {
  return secure ? HOST_ONLY : PLAIN;
}
