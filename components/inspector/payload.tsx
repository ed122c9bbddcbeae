"use client";
import { Download } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { buttonClass, CopyButton, formatBytes, JsonView } from "../ui";
import { readable } from "./model/cut";

type PayloadProps = { readonly value: Json; readonly label: string; readonly href: string };

/** A run's input or output: folded JSON with copy and download. What is too large to show is only downloaded. */
export function Payload({ value, label, href }: PayloadProps) {
  const shown = readable(value);
  const whole = shown.cuts.length === 0;
  const missing = shown.cuts.reduce((sum, cut) => sum + cut.bytes, 0);
  return (
    <div>
      <div className="mb-2 flex items-center gap-1 text-ink-muted text-small">
        <span className="grow">
          {whole
            ? formatBytes(sizeOf(value))
            : `Shown in part: ${formatBytes(missing)} are too large to show.`}
        </span>
        {whole ? <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} /> : null}
        <a href={href} download className={buttonClass({ look: whole ? "quiet" : "plain", size: "small" })}>
          <Download aria-hidden /> Download
        </a>
      </div>
      <JsonView value={shown.value} label={label} />
    </div>
  );
}

function sizeOf(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
