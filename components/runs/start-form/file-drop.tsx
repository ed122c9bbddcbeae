"use client";
import { FileUp, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { Button, cx, formatBytes } from "../../ui";
import { type Entry, type Field, MAX_FILE_BYTES, pickFile, refuseSize } from "../model/start-form";

type FileDropProps = {
  readonly field: Field;
  readonly entry: Entry;
  readonly describedBy: string | undefined;
  readonly onPick: (entry: Entry) => void;
  readonly onRefuse: (error: string) => void;
};

/** Reads a file in the browser; nothing is sent before the run starts. */
export function FileDrop({ field, entry, describedBy, onPick, onRefuse }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const refused = refuseSize(file.name, file.size);
    if (refused) return onRefuse(refused);
    const picked = pickFile(field, { name: file.name, bytes: file.size, text: await file.text() });
    if (picked.ok) onPick(picked.entry);
    else onRefuse(picked.error);
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
      {entry.file ? (
        <p className="min-w-0 grow truncate">
          <span className="font-medium">{entry.file.name}</span>{" "}
          <span className="text-ink-muted">{formatBytes(entry.file.bytes)}</span>
        </p>
      ) : (
        <p className="min-w-0 grow text-ink-muted text-small">
          Drop a {field.kind === "json" ? "JSON file" : "text file"} here, up to {formatBytes(MAX_FILE_BYTES)}
        </p>
      )}
      {entry.file ? (
        <Button
          look="quiet"
          size="icon"
          aria-label={`Remove ${entry.file.name}`}
          onClick={() => onPick({ text: "" })}
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
        aria-label={`File for ${field.label}`}
        aria-describedby={describedBy}
        accept={field.kind === "json" ? ".json,application/json" : undefined}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
    </div>
  );
}
