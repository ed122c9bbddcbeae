"use client";
import { useEffect } from "react";
import { toast } from "../ui";
import { theirsTakenBack } from "./model/history";
import { counted } from "./model/names";
import type { EditorStore } from "./model/store";

/** Says when what somebody else has saved is taken back, for it goes off the draft with that, and offers it again. */
export function useTakenBack(store: EditorStore): void {
  useEffect(() => {
    let before = store.get().history;
    return store.subscribe(() => {
      const { history } = store.get();
      const taken = theirsTakenBack(before, history);
      before = history;
      const last = taken.at(-1);
      if (!last) return;
      const what = taken.length === 1 ? last.label : counted("edit", taken.length);
      toast.success(`Taken back: ${what}`, {
        description: `${last.by} has saved it. It goes off the draft for everybody.`,
        action: { label: "Redo", onClick: () => store.redoTo(last) },
      });
    });
  }, [store]);
}
