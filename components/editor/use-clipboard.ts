"use client";
import { type RefObject, useEffect, useMemo } from "react";
import { countFates, type Imported } from "#server/engine/import/report";
import { loadReader } from "../exchange";
import { toast } from "../ui";
import { chooseFocused } from "./choose-focused";
import { removeSelected } from "./model/acts";
import { isAside } from "./model/asides";
import { type Chosen, copyText, keysToCopy, pasteText } from "./model/clipboard";
import type { Point } from "./model/geometry";
import type { Edit } from "./model/history";
import { pasteForeign } from "./model/paste-foreign";
import type { EditorStore } from "./model/store";
import { useMiddle } from "./palette/use-middle";
import { type Trying, useTrial } from "./trial-context";

export type Clipboard = {
  readonly copy: () => void;
  readonly cut: () => void;
  readonly paste: () => void;
  readonly duplicate: () => void;
};

type ClipboardParts = {
  readonly store: EditorStore;
  readonly region: RefObject<HTMLElement | null>;
  readonly mayEdit: boolean;
  /** Moves the keyboard to what was pasted, so that it stays with what is chosen. */
  readonly onPasted: (key: string) => void;
  /** Shows what became of everything that another tool had copied. */
  readonly onReport: (pasted: Imported) => void;
};
/** What a paste needs besides the canvas. */
type Around = Pick<Trying, "pin" | "mayPin"> &
  Pick<ClipboardParts, "onPasted" | "onReport"> & { readonly middleOf: () => Point };
type Fitting = { readonly edit: Edit; readonly select: Chosen };

/** Nodes go to the clipboard as text, by the browser's own events, so that no permission is asked for. */
export function useClipboard({ store, region, mayEdit, onPasted, onReport }: ClipboardParts): Clipboard {
  const { pin, mayPin } = useTrial();
  const middleOf = useMiddle();
  const around = useMemo(
    (): Around => ({ pin, mayPin, middleOf, onPasted, onReport }),
    [pin, mayPin, middleOf, onPasted, onReport],
  );
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (!isHere(region.current)) return;
      chooseFocused({ store, region });
      const text = selectedText(store);
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut" && mayEdit) removeCopied(store);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!mayEdit || !isHere(region.current)) return;
      event.preventDefault();
      pasteInto(store, around, event.clipboardData?.getData("text/plain") ?? "");
    };
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [store, region, mayEdit, around]);
  return useMemo(() => {
    const copy = () => {
      const text = selectedText(store);
      if (text !== null) void navigator.clipboard.writeText(text);
    };
    return {
      copy,
      cut: () => {
        copy();
        removeCopied(store);
      },
      paste: () => void navigator.clipboard.readText().then((text) => pasteInto(store, around, text)),
      duplicate: () => {
        const text = selectedText(store);
        if (text !== null) pasteInto(store, around, text);
      },
    };
  }, [store, around]);
}

/** The keyboard is on the canvas, and no text is chosen that somebody would rather copy. */
function isHere(region: HTMLElement | null): boolean {
  const active = document.activeElement;
  const onPage = active === document.body || active?.id === "main" || region?.contains(active) === true;
  return onPage && String(getSelection() ?? "") === "";
}

function selectedText(store: EditorStore): string | null {
  const { graph, places, selection } = store.get();
  return copyText(graph, places, selection);
}

/** All that was copied goes, also what a frame holds. */
function removeCopied(store: EditorStore): void {
  const { graph, selection } = store.get();
  const nodes = new Set([...keysToCopy(graph, selection)].filter((key) => !isAside(key)));
  const edit = removeSelected(graph, { ...selection, nodes });
  if (edit) store.do(edit);
}

function pasteInto(store: EditorStore, around: Around, text: string): void {
  const { graph, places } = store.get();
  const pasted = pasteText(graph, places, text);
  if (pasted.ok) put(store, pasted, around);
  else void takeForeign(store, around, text, pasted.message);
}

function put(store: EditorStore, { edit, select }: Fitting, { onPasted }: Around): boolean {
  if (!store.do(edit, select)) return false;
  const [first] = [...select.nodes, ...(select.asides ?? [])];
  if (first !== undefined) onPasted(first);
  return true;
}

/** What another tool has copied goes through its importer; what became of it is told. */
async function takeForeign(store: EditorStore, around: Around, text: string, refusal: string): Promise<void> {
  const { pin, mayPin, middleOf, onReport } = around;
  const { readImport } = await loadReader();
  const read = readImport(text);
  if (!read.ok || read.format === "banyan") return store.refuse(refusal);
  const { graph, places } = store.get();
  const pasted = pasteForeign(graph, places, read, middleOf());
  if (!pasted.ok) return store.refuse(pasted.message);
  if (!put(store, pasted, around)) return;
  if (mayPin && Object.keys(pasted.pins).length > 0) pin(pasted.pins);
  const { mapped, approximated, dropped } = countFates(read.notes);
  const [first] = read.notes.filter(({ fate }) => fate !== "mapped");
  toast.success(`Pasted from ${read.format}`, {
    description: `${mapped} parts are mapped, ${approximated} approximated, ${dropped} dropped.`,
    ...(first ? { action: { label: "What became of each", onClick: () => onReport(read) } } : {}),
  });
}
