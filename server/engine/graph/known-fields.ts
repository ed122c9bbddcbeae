import { graphSchema } from "./graph.ts";
import type { Path } from "./problems.ts";

/** The parts of a zod definition that lead from an object to its fields. */
type Def = {
  readonly type: string;
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly valueType?: Schema;
  readonly element?: Schema;
  readonly innerType?: Schema;
  readonly options?: readonly Schema[];
  readonly discriminator?: string;
  readonly values?: readonly unknown[];
};
type Schema = { readonly _zod: { readonly def: unknown } };

/** Fields that the format has at a place; at the place of a `kind`, the kinds. */
export function knownFields(path: Path, input: unknown): readonly string[] {
  let schema: Schema | null = graphSchema;
  let value = input;
  for (const part of path) {
    if (!schema) return [];
    if (part === kindField(schema)) return kindsOf(schema);
    schema = below(open(schema, value), part);
    value = (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[part];
  }
  return schema ? Object.keys(defOf(open(schema, value)).shape ?? {}) : [];
}

function defOf(schema: Schema): Def {
  return schema._zod.def as Def;
}

/** Takes wrappers off and picks the variant that the value means. */
function open(schema: Schema, value: unknown): Schema {
  const def = defOf(schema);
  if (def.innerType) return open(def.innerType, value);
  if (!def.options) return schema;
  const kind = def.discriminator && (value as Readonly<Record<string, unknown>> | null)?.[def.discriminator];
  const match = def.options.find((option) => {
    const shape = defOf(option).shape;
    return kind ? literalsOf(shape?.[def.discriminator ?? ""]).includes(kind) : shape !== undefined;
  });
  if (match) return match;
  const nested = def.options.find((option) =>
    Array.isArray(value) ? defOf(option).element : defOf(option).options,
  );
  return nested ? open(nested, value) : schema;
}

function below(schema: Schema, part: string | number): Schema | null {
  const def = defOf(schema);
  return def.shape?.[part] ?? def.valueType ?? def.element ?? null;
}

function kindField(schema: Schema): string | undefined {
  return defOf(unwrap(schema)).discriminator;
}

function kindsOf(schema: Schema): readonly string[] {
  const { options = [], discriminator = "" } = defOf(unwrap(schema));
  return options.flatMap((option) => literalsOf(defOf(option).shape?.[discriminator])).map(String);
}

function unwrap(schema: Schema): Schema {
  const { innerType } = defOf(schema);
  return innerType ? unwrap(innerType) : schema;
}

function literalsOf(schema: Schema | undefined): readonly unknown[] {
  return schema ? (defOf(schema).values ?? []) : [];
}
