"use client";
import { Download } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { Button, buttonClass, CopyButton, formatBytes } from "../ui";
import { useWhole } from "./use-whole";
import { ValueView } from "./value-view";

type PayloadProps = {
  readonly value: Json;
  readonly label: string;
  /** Where all of it can be had; absent = nowhere. */
  readonly href?: string;
};

/** A value of a run with copy and download. What did not come along is loaded when it is asked for. */
export function Payload({ value: given, label, href }: PayloadProps) {
  const { value, isWhole, missing, load, isLoading, hasFailed } = useWhole(given, href);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-1 text-ink-muted text-small">
        <span className="grow">
          {isWhole
            ? formatBytes(sizeOf(value))
            : `Shown in part: ${formatBytes(missing)} did not come along.`}
        </span>
        {load ? (
          <Button size="small" busy={isLoading} onClick={load}>
            Load all
          </Button>
        ) : null}
        {isWhole ? <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} /> : null}
        {href === undefined ? null : (
          <a
            href={href}
            download
            className={buttonClass({ look: isWhole ? "quiet" : "plain", size: "small" })}
          >
            <Download aria-hidden /> Download
          </a>
        )}
      </div>
      {hasFailed ? (
        <p role="alert" className="mb-2 text-failed-ink text-small">
          It could not be loaded. Download it instead.
        </p>
      ) : null}
      <ValueView value={value} label={label} />
    </div>
  );
}

function sizeOf(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
