import type { Json } from "../values/json.ts";

/** Last words of names under which credentials go along with a request. */
const NAME =
  /^(?:proxy-)?authorization$|^cookie$|(?:^|[-_. ])(?:token|secret|passw(?:or)?d|passphrase|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|subscription[-_]?key|auth[-_]?key)$/;
/** What is a credential wherever it stands, by the forms that those who give them out have chosen. */
const KNOWN =
  /\b(?:sk|rk)[-_](?:live[-_]|test[-_]|ant[-_]|proj[-_])?[A-Za-z0-9_-]{20,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}|\bAKIA[A-Z0-9]{16}\b|\beyJ[\w-]{8,200}\.eyJ[\w-]{8,4000}\.[\w-]*|(?<=\b(?:Bearer|Basic) )[\w.~+/-]{16,}=*/g;
const SCHEME = /^(?:bearer|basic|token|apikey|digest)\s+/i;
const LEFT_OUT = "credential-left-out";

/** Whether something of this name holds a credential: a header, a field, a parameter of an address. */
export function namesCredential(name: string): boolean {
  return NAME.test(name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase());
}

type Path = readonly (string | number)[];
export type Cleaned = {
  readonly value: Json;
  /** Where credentials stood that are left out, from the top. */
  readonly dropped: readonly Path[];
};

/** Without what was typed in as a credential. Handles and expressions stay, which hold none: they read one. */
export function withoutCredentials(value: Json): Cleaned {
  const dropped: Path[] = [];
  const said = (path: Path, json: string): string => {
    dropped.push(path);
    return json;
  };
  const text = (json: string, path: Path, named: boolean): string | null => {
    if (named && holdsText(json)) {
      dropped.push(path);
      return null;
    }
    const clean = withoutKeys(json).replace(KNOWN, LEFT_OUT);
    return clean === json ? json : said(path, clean);
  };
  const within = (json: Json, path: Path, named: boolean): Json | null => {
    if (typeof json === "string") return text(json, path, named);
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json))
      return json.map((entry, at) => within(entry as Json, [...path, at], named) ?? "");
    if (Object.hasOwn(json, "$secret")) return json;
    const fields = json as Readonly<Record<string, Json>>;
    const paired = namesPair(fields);
    return Object.fromEntries(
      Object.entries(fields).flatMap(([key, entry]) => {
        const kept = within(entry, [...path, key], namesCredential(key) || (paired && key === "value"));
        return kept === null && entry !== null ? [] : [[key, kept]];
      }),
    );
  };
  return { value: within(value, [], false), dropped };
}

/** Whether something is a name with its value, as lists of headers and fields hold them, and names a credential. */
function namesPair({ name, key }: Readonly<Record<string, Json>>): boolean {
  return [name, key].some((named) => typeof named === "string" && namesCredential(named));
}

/** Whether what stands under the name of a credential is one, and no expression that reads it elsewhere. */
function holdsText(text: string): boolean {
  if (!text.startsWith("=")) return text.replace(SCHEME, "").trim() !== "";
  const literals = [...text.matchAll(/(?<!\[\??)'((?:[^'\\]|\\.)*)'/g)].map(([, inside = ""]) => inside);
  return literals.some((inside) => inside.replace(SCHEME, "").trim().length >= 8);
}

/** An address without who asks, and without the keys among its parameters. */
function withoutKeys(text: string): string {
  if (!/^(?:= ')?https?:\/\//.test(text)) return text;
  return text
    .replace(/(?<=^(?:= ')?https?:\/\/)[^/?#@\s']+@/, "")
    .replace(/([?&])([^=&?#\s']+)=[^&#\s']+/g, (whole, sign: string, name: string) =>
      namesCredential(name) ? `${sign}${name}=` : whole,
    );
}
