"use client";
import { Frame, StickyNote } from "lucide-react";
import { Button } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { asidesOf } from "../model/asides";

/** The frames and notes of the canvas, to go to them without a pointer. */
export function AsidesList() {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const asides = asidesOf(graph);
  if (asides.length === 0) return null;
  return (
    <section aria-label="Frames and notes" className="grid min-w-0 gap-2 border-t pt-2">
      <h3 className="font-medium text-small">Frames and notes</h3>
      <ul className="grid gap-0.5">
        {asides.map(({ what, key, id, value }) => (
          <li key={key} className="min-w-0">
            <Button
              size="small"
              look="quiet"
              className="max-w-full"
              onClick={() => store.select({ asides: new Set([key]) })}
            >
              {what === "frame" ? <Frame aria-hidden /> : <StickyNote aria-hidden />}
              <span className="truncate">{(what === "frame" ? value.title : value.text) || id}</span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
