export type NumberBounds = {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly whole?: boolean | undefined;
};

export type ReadNumber =
  /** `null` = nothing stands there. */
  { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly message: string };

/** As fields write numbers: with all their digits, grouped as where the reader lives. */
export function writeNumber(value: number | null, locale?: string): string {
  return value === null ? "" : new Intl.NumberFormat(locale, FORMAT).format(value);
}
const FORMAT = { maximumFractionDigits: 20, numberingSystem: "latn" } as const;

/** Only what is one number is read as one: no text is cut down to the part of it that looks like a number. */
export function readNumber(text: string, bounds: NumberBounds, locale?: string): ReadNumber {
  const plain = plainOf(text, locale);
  if (plain === "") return { ok: true, value: null };
  const flaw = plain === null ? "it is no number" : flawOf(Number(plain), bounds, locale);
  return flaw === null ? { ok: true, value: Number(plain) } : { ok: false, message: flaw };
}

function flawOf(value: number, { min, max, whole }: NumberBounds, locale?: string): string | null {
  if (Math.abs(Math.trunc(value)) > Number.MAX_SAFE_INTEGER)
    return `it has more digits than a number keeps: ${Number.MAX_SAFE_INTEGER} is the largest`;
  if (whole && !Number.isInteger(value)) return "it is no whole number";
  if (min !== undefined && value < min) return `the least is ${writeNumber(min, locale)}`;
  if (max !== undefined && value > max) return `the most is ${writeNumber(max, locale)}`;
  return null;
}

/** As programs write it; `null` = it is no number. */
function plainOf(text: string, locale?: string): string | null {
  const [group, point] = marksOf(locale);
  const typed = usual(text.trim());
  if (typed === "") return "";
  const whole = `\\d{1,3}(?:${group}\\d{2,3})*${group}\\d{3}|\\d+`;
  const [, sign, digits, fraction] =
    new RegExp(`^([+-]?)(${whole}|(?=${point}\\d))(?:${point}(\\d*))?$`).exec(typed) ?? [];
  return digits === undefined ? null : `${sign}${digits.replaceAll(/\D/g, "")}.${fraction ?? ""}0`;
}

/** Between groups of digits, and before fractions, for a pattern. */
function marksOf(locale?: string): readonly [group: string, point: string] {
  const parts = new Intl.NumberFormat(locale, FORMAT).formatToParts(-1_234_567.5);
  const mark = (type: string) =>
    usual(parts.find((part) => part.type === type)?.value ?? "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return [mark("group"), mark("decimal")];
}

/** The same marks, however they were typed. */
function usual(text: string): string {
  return text
    .replaceAll(/[−‒–—－]/g, "-")
    .replaceAll(/\p{Zs}/gu, " ")
    .replaceAll("’", "'")
    .replaceAll(/\p{Cf}/gu, "");
}
