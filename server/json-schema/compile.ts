import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";

/** A JSON Schema (2020-12) of a graph. */
type Schema = Readonly<Record<string, unknown>>;

/** By the schema's text, least recently used first out. */
const compiled = new Map<string, ValidateFunction>();
const MAX_COMPILED = 100;

/** @throws when the schema itself is wrong. The function that it returns puts the schema's defaults into the value. */
export function compileSchema(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? compile(schema);
  compiled.delete(text);
  compiled.set(text, validate);
  const [oldest] = compiled.keys();
  if (compiled.size > MAX_COMPILED && oldest !== undefined) compiled.delete(oldest);
  return validate;
}

function compile(schema: Schema): ValidateFunction {
  // An instance of its own: two schemas may carry the same $id.
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, logger: false });
  ajvFormats(ajv);
  return ajv.compile(schema);
}

export type { ErrorObject };
