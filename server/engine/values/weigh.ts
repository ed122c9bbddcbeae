import { BLOB_KEY } from "./json.ts";
import { isBlobRef } from "./resolve.ts";

/** Deepest nesting of a JSON value that the engine carries. */
const MAX_DEPTH = 256;
export const TOO_DEEP = `values may be nested ${MAX_DEPTH} levels deep at most`;
/** Estimated bytes of a blob reference. */
export const REF_WEIGHT = 100;

/** What keeps a value out, with a JSON Pointer to the place. */
export type Flaw = { readonly pointer: string; readonly what: string };

/** `trusted` values come from the engine itself and may hold blob references; user data may not. */
type Trust = "trusted" | "user";

/**
 * Estimates the bytes of a value's JSON text without writing it. The estimate is a function of the value
 * alone, so every process cuts at the same place.
 */
export function weigh(value: unknown, trust: Trust): { readonly weight: number } | { readonly flaw: Flaw } {
  const scale = new Scale(trust);
  const weight = scale.value(value, 0);
  return scale.flaw ? { flaw: scale.flaw } : { weight };
}

class Scale {
  flaw: Flaw | null = null;
  readonly #trust: Trust;
  readonly #at: (string | number)[] = [];

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  value(value: unknown, depth: number): number {
    if (this.flaw) return 0;
    if (typeof value === "string") return stringWeight(value);
    if (typeof value === "number")
      return Number.isFinite(value) ? 8 : this.#refuse(`${value} is not a JSON number`);
    if (value === null || typeof value === "boolean") return 5;
    if (typeof value !== "object") return this.#refuse(`${typeof value} is not JSON`);
    if (depth >= MAX_DEPTH) return this.#refuse(TOO_DEEP);
    return Array.isArray(value) ? this.#list(value, depth) : this.#map(value, depth);
  }

  #list(list: readonly unknown[], depth: number): number {
    let weight = 2;
    for (let i = 0; i < list.length; i++) {
      this.#at.push(i);
      weight += 1 + this.value(list[i], depth + 1);
      this.#at.pop();
    }
    return weight;
  }

  #map(map: object, depth: number): number {
    const proto: unknown = Object.getPrototypeOf(map);
    if (proto !== Object.prototype && proto !== null)
      return this.#refuse(`an instance of ${className(map)} is not JSON`);
    if (Object.hasOwn(map, BLOB_KEY)) {
      if (this.#trust === "trusted" && isBlobRef(map)) return REF_WEIGHT;
      this.#at.push(BLOB_KEY);
      return this.#refuse(`the key "${BLOB_KEY}" is reserved`);
    }
    let weight = 2;
    for (const key of Object.keys(map)) {
      this.#at.push(key);
      weight += 2 + stringWeight(key) + this.value(map[key as keyof typeof map], depth + 1);
      this.#at.pop();
    }
    return weight;
  }

  #refuse(what: string): 0 {
    this.flaw ??= { pointer: pointerOf(this.#at), what };
    return 0;
  }
}

function className(value: object): string {
  return value.constructor?.name || "a class";
}

/** JSON Pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

const PARTS_SHOWN = 8;

/** A pointer that people can read, however deep it leads. */
export function briefPointer(pointer: string): string {
  const parts = pointer.split("/").map(brief);
  return parts.length <= PARTS_SHOWN + 1 ? parts.join("/") : `${parts.slice(0, PARTS_SHOWN + 1).join("/")}/…`;
}

const LETTERS_SHOWN = 80;

/** A name, number or tag that somebody sent, as long as a message may quote it. */
export function brief(text: string): string {
  return text.length <= LETTERS_SHOWN ? text : `${text.slice(0, LETTERS_SHOWN)}…`;
}

function stringWeight(text: string): number {
  let weight = text.length + 2;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) weight += code > 0x7ff ? 2 : 1;
  }
  return weight;
}
