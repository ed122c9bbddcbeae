import type { IncomingMessage } from "node:http";

/** Where a sign-in comes from. The address is the socket's: no proxy's word is taken for it. */
export type Visit = {
  readonly cookie?: string | undefined;
  readonly address: string;
  readonly userAgent: string | null;
};

const MAX_AGENT = 300;

export function visitOf({ headers, socket }: IncomingMessage): Visit {
  return {
    cookie: headers.cookie,
    address: addressOf(socket.remoteAddress) ?? "unknown",
    userAgent: headers["user-agent"]?.replaceAll("\0", "").slice(0, MAX_AGENT) ?? null,
  };
}

/** IPv4 inside IPv6 is the same machine. */
export function addressOf(remote: string | undefined): string | null {
  return remote?.replace(/^::ffff:(?=\d+\.)/, "") ?? null;
}
