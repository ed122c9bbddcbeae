"use client";
import { useMutation } from "@tanstack/react-query";
import { Download, FileImage } from "lucide-react";
import type { Json } from "#server/engine/values/json";
import { Button, buttonClass, Chip, CopyButton, formatBytes, JsonView } from "../ui";
import { readable } from "./model/cut";
import { type Media, withoutMedia } from "./model/media";

type PayloadProps = {
  readonly value: Json;
  readonly label: string;
  /** Where all of it can be had; absent = nowhere. */
  readonly href?: string;
};

/** What is larger than this is only downloaded. */
const MOST_SHOWN = 1_024 * 1_024;

/** A run's input or output: folded JSON with copy and download. What did not come along is loaded when it is asked for. */
export function Payload({ value: given, label, href }: PayloadProps) {
  const whole = useMutation({ mutationFn: () => load(href ?? "") });
  const value = whole.data === undefined ? given : whole.data.value;
  const shown = readable(value);
  const missing = shown.cuts.reduce((sum, cut) => sum + cut.bytes, 0);
  const isWhole = shown.cuts.length === 0;
  const { value: text, media } = withoutMedia(shown.value);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-1 text-ink-muted text-small">
        <span className="grow">
          {isWhole
            ? formatBytes(sizeOf(value))
            : `Shown in part: ${formatBytes(missing)} did not come along.`}
        </span>
        {href !== undefined && !isWhole && missing <= MOST_SHOWN ? (
          <Button size="small" busy={whole.isPending} onClick={() => whole.mutate()}>
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
      {whole.error ? (
        <p role="alert" className="mb-2 text-failed-ink text-small">
          It could not be loaded. Download it instead.
        </p>
      ) : null}
      <MediaChips media={media} />
      <JsonView value={text} label={label} />
    </div>
  );
}

function MediaChips({ media }: { readonly media: readonly Media[] }) {
  if (media.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-1" aria-label="Media in it">
      {media.map(({ path, type, bytes }) => (
        <li key={path} className="max-w-full">
          <Chip>
            <FileImage aria-hidden className="size-3.5 text-ink-faint" />
            <span className="truncate">
              {type}, {formatBytes(bytes)} <span className="font-mono text-ink-muted">{path}</span>
            </span>
          </Chip>
        </li>
      ))}
    </ul>
  );
}

/** In an object: a value may be `null`, or nothing that a cache would keep. */
async function load(href: string): Promise<{ readonly value: Json }> {
  const response = await fetch(href);
  if (!response.ok) throw new Error(`${response.status}`);
  return { value: (await response.json()) as Json };
}

function sizeOf(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
