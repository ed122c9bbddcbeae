"use client";
import type { Json } from "#server/engine/values/json";
import { ValueView } from "./value-view";

type ApprovalAskedProps = { readonly title: string; readonly details: Json };

/** What an approval asks, and what its graph shows to decide by. */
export function ApprovalAsked({ title, details }: ApprovalAskedProps) {
  return (
    <div className="grid gap-1.5" data-testid="approval-asked">
      <p className="break-words font-medium">{title}</p>
      {details === null ? null : <Details details={details} />}
    </div>
  );
}

function Details({ details }: Pick<ApprovalAskedProps, "details">) {
  if (typeof details === "string")
    return <p className="max-h-64 overflow-y-auto whitespace-pre-wrap break-words text-small">{details}</p>;
  return (
    <div className="max-h-64 overflow-y-auto">
      <ValueView value={details} label="Details" />
    </div>
  );
}
