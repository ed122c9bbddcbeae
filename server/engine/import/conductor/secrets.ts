import type { Json } from "../../values/json.ts";

const WHOLE = /^((?:Bearer|Basic|Token|ApiKey)\s+)?\$\{\s*workflow\.secrets\.([\w.-]+)\s*\}$/i;
const LONGEST = 64;

/** What a secret of the file is called here. */
export function secretName(name: string): string {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, LONGEST);
  return plain === "" ? "secret" : plain;
}

/** Parts of a request in which each secret that is read is a handle. `names` are those of the secrets. */
export function withHandles(value: Json): { readonly value: Json; readonly names: readonly string[] } {
  const names = new Set<string>();
  const within = (json: Json): Json => {
    if (typeof json === "string") return handleOf(json, names) ?? json;
    if (typeof json !== "object" || json === null) return json;
    if (Array.isArray(json)) return json.map(within);
    return Object.fromEntries(
      Object.entries(json as Readonly<Record<string, Json>>).map(([key, entry]) => [key, within(entry)]),
    );
  };
  return { value: within(value), names: [...names] };
}

function handleOf(text: string, names: Set<string>): Json | null {
  const [, prefix, foreign] = WHOLE.exec(text.trim()) ?? [];
  if (foreign === undefined) return null;
  const name = secretName(foreign);
  names.add(name);
  return prefix === undefined ? { $secret: name } : { $secret: name, prefix };
}
