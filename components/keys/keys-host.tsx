"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useAllCommands, useCommands } from "./provider";

const ShortcutSheet = dynamic(() => import("./shortcut-sheet").then((part) => part.ShortcutSheet), {
  ssr: false,
});

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
  return asked ? <ShortcutSheet commands={commands} open={open} onOpenChange={setOpen} /> : null;
}
