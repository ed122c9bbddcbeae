"use client";
import { Download } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { buttonClass, CopyButton, formatBytes, JsonView } from "../ui";

type Cut = { readonly bytes: number; readonly preview: string };

/** Reads the mark of a value that is too large to come along; `null` = the value is all there. */
function cutOf(value: Json): Cut | null {
  if (typeof value !== "object" || value === null || !("$truncated" in value) || value["$truncated"] !== true)
    return null;
  const { bytes, preview } = value as { readonly bytes?: Json; readonly preview?: Json };
  return {
    bytes: typeof bytes === "number" ? bytes : 0,
    preview: typeof preview === "string" ? preview : JSON.stringify(preview ?? "", null, 2),
  };
}

type PayloadProps = { readonly value: Json; readonly label: string; readonly href: string };

/** A run's input or output: folded JSON with copy and download, or the beginning of what is too large to show. */
export function Payload({ value, label, href }: PayloadProps) {
  const cut = cutOf(value);
  const text = cut ? cut.preview : JSON.stringify(value, null, 2);
  const bytes = cut ? cut.bytes : new TextEncoder().encode(JSON.stringify(value)).length;
  return (
    <div>
      <div className="mb-2 flex items-center gap-1 text-small text-ink-muted">
        <span className="grow">
          {formatBytes(bytes)}
          {cut ? `, the first ${formatBytes(cut.preview.length)} shown` : ""}
        </span>
        {cut ? null : <CopyButton text={text} label={`Copy ${label}`} />}
        <a href={href} download className={buttonClass({ look: cut ? "plain" : "quiet", size: "small" })}>
          <Download aria-hidden /> Download
        </a>
      </div>
      {cut ? (
        <pre className="max-h-[60dvh] overflow-auto whitespace-pre-wrap break-all rounded border bg-panel p-2 font-mono text-small">
          {cut.preview}…
        </pre>
      ) : (
        <JsonView value={value} label={label} />
      )}
    </div>
  );
}
