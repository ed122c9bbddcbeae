"use client";
import { Suspense, useState } from "react";
import { lazyPart, MissingPopup } from "../ui";
import { useAllCommands, useCommands } from "./provider";

const ShortcutSheet = lazyPart(
  () => import("./shortcut-sheet").then((part) => ({ default: part.ShortcutSheet })),
  MissingPopup,
);

/** `?` shows the shortcuts of the page. The sheet is fetched when it is first asked for. */
export function KeysHost() {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const commands = useAllCommands();
  const show = () => {
    setAsked(true);
    setOpen(true);
  };
  useCommands([
    { id: "keys.show", title: "Show shortcuts", section: "Help", words: ["keys", "keyboard"], run: show },
  ]);
  return asked ? (
    <Suspense>
      <ShortcutSheet commands={commands} open={open} onOpenChange={setOpen} />
    </Suspense>
  ) : null;
}
