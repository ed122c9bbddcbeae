import * as z from "zod";

/** Reads the fields of an input schema from a query string, where every value is text. */
export function fromQuery<S extends z.ZodObject>(schema: S): z.ZodType<z.output<S>> {
  const shape = Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => [name, takesNumber(field) ? numeric(field) : field]),
  );
  return z.strictObject(shape) as unknown as z.ZodType<z.output<S>>;
}

function takesNumber(field: z.core.$ZodType): boolean {
  return !z.safeParse(field, "x").success && z.safeParse(field, 1).success;
}

/** Text that is not a number stays as it is, so that the field's own message names the fault. */
function numeric(field: z.core.$ZodType): z.ZodType {
  const read = (value: unknown) =>
    typeof value === "string" && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  return z.preprocess(read, field as z.ZodType);
}
