const SESSION_COOKIE = "banyan_session";

/**
 * The session cookie's value. Two different ones are none: a program on another port of this machine can add a
 * second, and which of them a browser sends first is its choice.
 */
export function sessionCookie(header: string | undefined): string | null {
  const values = (header ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${SESSION_COOKIE}=`))
    .map((pair) => pair.slice(SESSION_COOKIE.length + 1));
  const distinct = new Set(values);
  return distinct.size === 1 ? (values[0] ?? null) : null;
}

/** `Secure` is left out on purpose: the server speaks plain HTTP on loopback, where some browsers would drop it. */
export function setSessionCookie(value: string, maxAgeSeconds: number): string {
  return `${SESSION_COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}`;
}

export function clearSessionCookie(): string {
  return setSessionCookie("", 0);
}
