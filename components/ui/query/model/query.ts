/** What can be asked of a list. The caller names its fields; everything else follows from them. */
export type FieldKind = "enum" | "text" | "number" | "duration" | "instant";

/** What may be asked of one field: to be one of some values, not to be, to lie above or below. */
export type Ask = "is" | "not" | ">" | ">=" | "<" | "<=" | "range";
export type Comparison = ">" | ">=" | "<" | "<=";

export type QueryOption = { readonly value: string; readonly label: string };

export type QueryField = {
  /** As it is typed before the colon: lower case, no spaces. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  /** All values of an `enum`; suggestions for other kinds. */
  readonly options?: readonly QueryOption[];
  /** Absent = everything that makes sense for the kind. */
  readonly takes?: readonly Ask[];
  /** An example, shown while typing, such as `>10`. */
  readonly hint?: string;
};

export type IsTerm = {
  readonly kind: "is";
  readonly field: string;
  readonly not: boolean;
  /** Any of them; never empty. */
  readonly values: readonly string[];
};
export type CompareTerm = {
  readonly kind: "compare";
  readonly field: string;
  readonly not: boolean;
  readonly op: Comparison;
  readonly value: string;
};
/** Both ends belong to it. */
export type RangeTerm = {
  readonly kind: "range";
  readonly field: string;
  readonly not: boolean;
  readonly from: string;
  readonly to: string;
};
/** Free text: to be found anywhere. */
export type WordTerm = { readonly kind: "word"; readonly text: string };

export type FieldTerm = IsTerm | CompareTerm | RangeTerm;
export type Term = FieldTerm | WordTerm;

/** All terms must hold. */
export type Query = readonly Term[];

/** Something in a query's text that cannot be understood. The rest of the text still counts. */
export type QueryProblem = {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  /** What to write instead of the text from `from` to `to`; `null` = only a person knows. */
  readonly fix: string | null;
};

const ORDERED: readonly Ask[] = ["is", "not", ">", ">=", "<", "<=", "range"];

export function takesOf(field: QueryField): readonly Ask[] {
  return field.takes ?? (field.kind === "enum" || field.kind === "text" ? ["is", "not"] : ORDERED);
}
