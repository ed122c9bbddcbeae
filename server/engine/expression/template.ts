import { compact } from "../values/externalize.ts";
import { BLOB_KEY, type BlobLookup, type Json, type Stored } from "../values/json.ts";
import { pointerOf } from "../values/weigh.ts";
import { type Compiled, compileExpression, type ExpressionProblem } from "./compile.ts";
import { type Evaluated, evaluateRaw, type Failed } from "./evaluate.ts";
import type { Scope } from "./scope.ts";

type Part =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "expression"; readonly expression: Compiled }
  | { readonly kind: "list"; readonly parts: readonly Part[] }
  | { readonly kind: "map"; readonly parts: readonly (readonly [string, Part])[] };

/** JSON with expressions in it, ready to render. `pointer` is relative to the template's own top. */
export type Template = {
  readonly top: Part;
  readonly expressions: readonly { readonly pointer: string; readonly expression: Compiled }[];
};
type TemplateProblem = ExpressionProblem & { readonly pointer: string };
export type TemplateResult =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

/** Strings that start with `=` are expressions, everything else is a literal. All problems are reported together. */
export function compileTemplate(json: Json): TemplateResult {
  const compiler = new TemplateCompiler();
  const top = compiler.part(json);
  if (compiler.problems.length > 0) return { ok: false, problems: compiler.problems };
  return { ok: true, template: { top, expressions: compiler.expressions } };
}

function isExpression(text: string): boolean {
  return text.startsWith("=");
}

class TemplateCompiler {
  readonly problems: TemplateProblem[] = [];
  readonly expressions: { pointer: string; expression: Compiled }[] = [];
  readonly #at: (string | number)[] = [];

  part(json: Json): Part {
    if (typeof json === "string" && isExpression(json)) return this.#expression(json);
    if (typeof json !== "object" || json === null) return { kind: "literal", value: json };
    return Array.isArray(json)
      ? this.#list(json as readonly Json[], json)
      : this.#map(json as Readonly<Record<string, Json>>);
  }

  #expression(text: string): Part {
    const result = compileExpression(text);
    const pointer = pointerOf(this.#at);
    if (result.ok) {
      this.expressions.push({ pointer, expression: result.expression });
      return { kind: "expression", expression: result.expression };
    }
    this.problems.push({ ...result.problem, pointer });
    return { kind: "literal", value: null };
  }

  #list(list: readonly Json[], value: Json): Part {
    const parts = list.map((entry, i) => this.#under(i, entry));
    return parts.every((part) => part.kind === "literal")
      ? { kind: "literal", value }
      : { kind: "list", parts };
  }

  #map(map: Readonly<Record<string, Json>>): Part {
    if (Object.hasOwn(map, BLOB_KEY)) {
      this.problems.push({
        message: `the key "${BLOB_KEY}" is reserved`,
        pointer: pointerOf([...this.#at, BLOB_KEY]),
      });
    }
    const parts = Object.entries(map).map(([key, entry]): [string, Part] => [key, this.#under(key, entry)]);
    return parts.every(([, part]) => part.kind === "literal")
      ? { kind: "literal", value: map }
      : { kind: "map", parts };
  }

  #under(key: string | number, json: Json): Part {
    this.#at.push(key);
    const part = this.part(json);
    this.#at.pop();
    return part;
  }
}

/** The template with its expressions replaced by their values. All blobs that are missing are named at once. */
export function renderTemplate(template: Template, scope: Scope, lookup: BlobLookup): Evaluated {
  const renderer = new Renderer(scope, lookup);
  const value = renderer.render(template.top);
  if (renderer.failed) return renderer.failed;
  if (renderer.missing.size > 0) return { ok: false, missing: [...renderer.missing] };
  return compact(value, lookup);
}

class Renderer {
  failed: Failed | null = null;
  readonly missing = new Set<string>();
  readonly #scope: Scope;
  readonly #lookup: BlobLookup;

  constructor(scope: Scope, lookup: BlobLookup) {
    this.#scope = scope;
    this.#lookup = lookup;
  }

  render(part: Part): Stored {
    switch (part.kind) {
      case "literal":
        return part.value;
      case "expression":
        return this.#evaluate(part.expression);
      case "list":
        return part.parts.map((entry) => this.render(entry)) as Json;
      case "map":
        return Object.fromEntries(part.parts.map(([key, entry]) => [key, this.render(entry)])) as Json;
    }
  }

  #evaluate(expression: Compiled): Stored {
    const raw = evaluateRaw(expression, this.#scope, this.#lookup);
    if (raw.ok) return raw.value;
    if ("missing" in raw) for (const hash of raw.missing) this.missing.add(hash);
    else this.failed ??= raw;
    return null;
  }
}
