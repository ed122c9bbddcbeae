import { numberLoss } from "#server/engine/values/json-losses";
import type { LeafShape } from "./shape";

/** Why a field does not take a text; `null` = it does. JSON is checked where it is read. */
export function refuseText(shape: LeafShape, text: string): string | null {
  switch (shape.kind) {
    case "number":
    case "integer":
      return refuseNumber(shape, text);
    case "text":
    case "long":
      return refuseLength(shape, text);
    case "email":
      return /^[^\s@]+@[^\s@]+$/.test(text) ? null : "Write an email address such as ada@example.org.";
    case "uri":
      return URL.canParse(text) ? null : "Write a full address such as https://example.org.";
    case "date-time":
      return isDateTime(text) ? null : "Write a date and time with its zone such as 2026-11-26T18:44:00Z.";
    default:
      return null;
  }
}

function isDateTime(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

function refuseNumber(
  { kind, bounds: { least, most, above, below } }: LeafShape,
  text: string,
): string | null {
  const value = Number(text);
  if (!Number.isFinite(value)) return `“${text}” is not a number.`;
  const loss = numberLoss(text);
  // A form that asks for a number takes no text.
  if (loss !== null) return `${loss.split(";", 1)[0]}.`;
  if (kind === "integer" && !Number.isInteger(value)) return "It must be a whole number.";
  if (least !== undefined && value < least) return `It must be at least ${least}.`;
  if (most !== undefined && value > most) return `It must be at most ${most}.`;
  if (above !== undefined && value <= above) return `It must be more than ${above}.`;
  if (below !== undefined && value >= below) return `It must be less than ${below}.`;
  return null;
}

/** JSON Schema counts characters, not the halves that some are stored in. */
function refuseLength({ bounds: { least, most } }: LeafShape, text: string): string | null {
  if (least === undefined && (most === undefined || text.length <= most)) return null;
  const length = [...text].length;
  if (least !== undefined && length < least)
    return `It must have at least ${least} characters; it has ${length}.`;
  if (most !== undefined && length > most) return `It may have at most ${most} characters; it has ${length}.`;
  return null;
}
