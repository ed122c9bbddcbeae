/** Types of JSON as people say them: `a list or null`. */
export function named(types: readonly string[]): string {
  return types.map((type) => ARTICLES[type] ?? `a ${type}`).join(" or ");
}

const ARTICLES: Readonly<Record<string, string>> = {
  array: "a list",
  object: "an object",
  integer: "an integer",
  null: "null",
};
