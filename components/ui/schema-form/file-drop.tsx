"use client";
import { FileUp, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { Button } from "../button";
import { cx } from "../cx";
import { formatBytes } from "../format";
import type { Entry, File as PickedFile } from "./model/entry";
import { MAX_FILE_BYTES, pickFile, refuseSize } from "./model/files";
import type { LeafShape } from "./model/shape";

type FileDropProps = {
  readonly shape: LeafShape;
  readonly file: PickedFile | undefined;
  readonly describedBy: string | undefined;
  readonly onPick: (entry: Entry) => void;
  readonly onRefuse: (error: string) => void;
};

/** Reads a file in the browser; nothing is sent before the run starts. */
export function FileDrop({ shape, file: picked, describedBy, onPick, onRefuse }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const refused = refuseSize(file.name, file.size);
    if (refused) return onRefuse(refused);
    const read = pickFile(shape, { name: file.name, bytes: file.size, text: await file.text() });
    if (read.ok) onPick(read.entry);
    else onRefuse(read.error);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cx(
        "flex min-h-11 items-center gap-3 rounded border border-line-strong border-dashed bg-panel px-3 py-2 transition-colors",
        over && "border-accent bg-accent-soft",
      )}
    >
      <FileUp aria-hidden className="size-4 shrink-0 text-ink-faint" />
      {picked ? (
        <p className="min-w-0 grow truncate">
          <span className="font-medium">{picked.name}</span>{" "}
          <span className="text-ink-muted">{formatBytes(picked.bytes)}</span>
        </p>
      ) : (
        <p className="min-w-0 grow text-ink-muted text-small">
          Drop a {shape.kind === "json" ? "JSON file" : "text file"} here, up to {formatBytes(MAX_FILE_BYTES)}
        </p>
      )}
      {picked ? (
        <Button
          look="quiet"
          size="icon"
          aria-label={`Remove ${picked.name}`}
          onClick={() => onPick({ kind: "leaf", text: "" })}
        >
          <X aria-hidden />
        </Button>
      ) : (
        <Button size="small" onClick={() => input.current?.click()}>
          Choose a file
        </Button>
      )}
      <input
        ref={input}
        type="file"
        className="hidden"
        aria-label={`File for ${shape.label}`}
        aria-describedby={describedBy}
        accept={shape.kind === "json" ? ".json,application/json" : undefined}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
