import { fitsHost } from "./allowlist.ts";
import type { Destination } from "./destination.ts";
import { EgressError } from "./egress-error.ts";
import { type Asker, checkHeader, type EgressRequest, type HeaderValue } from "./message.ts";
import { handleFlaw, handlesIn, isHandle, type SecretHandle, withHandles, wordOf } from "./sealed.ts";

/** A secret as only this module sees it. */
export type RevealedSecret = {
  readonly value: string;
  /** Host names, `*.example.com` for all below one, each with `:port` where only that port is meant. */
  readonly hosts: readonly string[];
  readonly kinds: readonly Asker[];
};
/** `null` = no such secret. */
export type Reveal = (name: string) => Promise<RevealedSecret | null>;

/** A request's parts with the values of its secrets in them: never stored, logged or shown. */
export type Filled = {
  readonly url: URL;
  readonly headers: ReadonlyMap<string, { readonly value: string; readonly secret: boolean }>;
  readonly body: string | null;
  readonly secretBody: boolean;
};

/** Puts secrets in, after checking that each may go to this destination. */
export async function fill(
  request: EgressRequest,
  destination: Destination,
  reveal: Reveal,
): Promise<Filled> {
  const words = await revealed(request, destination, reveal);
  const textOf = (value: HeaderValue): string =>
    typeof value === "string" ? value : (words.get(value) ?? "");
  const headers = new Map<string, { value: string; secret: boolean }>();
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const text = textOf(value);
    checkHeader(name, text);
    headers.set(name.toLowerCase(), { value: text, secret: isHandle(value) });
  }
  const url = new URL(destination.url);
  for (const [name, value] of request.query ?? []) url.searchParams.append(name, textOf(value));
  const { body } = request;
  if (body && "json" in body && !headers.has("content-type"))
    headers.set("content-type", { value: "application/json", secret: false });
  const secretBody = body !== undefined && "json" in body && handlesIn(body.json).length > 0;
  return { url, headers, body: bodyText(body, words), secretBody };
}

function bodyText(body: EgressRequest["body"], words: ReadonlyMap<SecretHandle, string>): string | null {
  if (body === undefined) return null;
  if ("text" in body) return body.text;
  return JSON.stringify(withHandles(body.json, (handle) => words.get(handle) ?? ""));
}

async function revealed(
  request: EgressRequest,
  destination: Destination,
  reveal: Reveal,
): Promise<ReadonlyMap<SecretHandle, string>> {
  const { headers = {}, query = [], body } = request;
  const handles = [
    ...Object.values(headers).filter(isHandle),
    ...query.map(([, value]) => value).filter(isHandle),
    ...(body && "json" in body ? handlesIn(body.json) : []),
  ];
  const words = new Map<SecretHandle, string>();
  for (const handle of handles) {
    const flaw = handleFlaw(handle);
    if (flaw) throw refusedSecret(`A secret's handle is wrong: ${flaw}.`);
    words.set(handle, wordOf(handle, await valueFor(handle.$secret, request.asker, destination, reveal)));
  }
  return words;
}

async function valueFor(
  name: string,
  asker: Asker,
  destination: Destination,
  reveal: Reveal,
): Promise<string> {
  const { url, host, listed, port } = destination;
  const secret = await reveal(name);
  if (!secret) throw refusedSecret(`There is no secret "${name}".`);
  if (!secret.kinds.includes(asker))
    throw refusedSecret(`The secret "${name}" is not for nodes of kind ${asker}.`);
  if (!secret.hosts.some((pattern) => fitsHost(pattern, host, port)))
    throw refusedSecret(
      `The secret "${name}" is not for ${host}. It is for ${secret.hosts.join(", ") || "no host"}.`,
    );
  if (url.protocol !== "https:" && !listed)
    throw refusedSecret(`The secret "${name}" does not travel over plain http. Use https.`);
  return secret.value;
}

function refusedSecret(message: string): EgressError {
  return new EgressError("SecretRefused", message);
}
