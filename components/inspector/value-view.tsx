"use client";
import { FileImage } from "lucide-react";
import { useMemo } from "react";
import type { Json } from "#server/engine/values/json";
import { Chip, formatBytes, JsonView } from "../ui";
import { isCut, readable } from "./model/cut";
import { type Media, withoutMedia } from "./model/media";

/** Any value of a run as folded JSON: what did not come along says how much it is, and media stand as chips. */
export function ValueView({ value, label }: { readonly value: Json; readonly label: string }) {
  const { value: text, media } = useMemo(() => withoutMedia(readable(value).value), [value]);
  return (
    <>
      <MediaChips media={media} />
      <JsonView value={text} label={label} source={value} isMissing={isCut} />
    </>
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
