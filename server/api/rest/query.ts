import * as z from "zod";

type Reader = (text: string) => unknown;

/** Reads the fields of an input schema from a query string, where every value is text. Lists are separated by commas. */
export function fromQuery<S extends z.ZodObject>(schema: S): z.ZodType<z.output<S>> {
  const shape = Object.fromEntries(
    Object.entries(schema.shape).map(([name, field]) => {
      const read = readerOf(field);
      return [name, read ? reading(read, field) : field];
    }),
  );
  return z.strictObject(shape) as unknown as z.ZodType<z.output<S>>;
}

/** What turns text into what the field takes; `null` = text is what it takes. */
function readerOf(field: z.core.$ZodType): Reader | null {
  const takes = (value: unknown) => z.safeParse(field, value).success;
  // No list of the wrong things passes, so a field is known as a list by what it says about one.
  if (namesItems(field)) return (text) => (text.includes(",") ? text.split(",") : text);
  if (takes("x")) return null;
  if (takes(1)) return (text) => (/^-?\d{1,16}$/.test(text) ? Number(text) : text);
  if (takes(true)) return (text) => ({ true: true, false: false })[text] ?? text;
  return null;
}

/** Whether a list with one wrong item is refused because of the item and not for being a list. */
function namesItems(field: z.core.$ZodType): boolean {
  const { error } = z.safeParse(field, [Symbol.iterator]);
  const paths = error?.issues.flatMap((issue) =>
    issue.code === "invalid_union" ? issue.errors.flat().map(({ path }) => path) : [issue.path],
  );
  return paths?.some((path) => path[0] === 0) ?? false;
}

/** Text that cannot be read stays as it is, so that the field's own message names the fault. */
function reading(read: Reader, field: z.core.$ZodType): z.ZodType {
  return z.preprocess((value) => (typeof value === "string" ? read(value) : value), field as z.ZodType);
}
