"use client";
import { useEffect, useState } from "react";
import { useEditing } from "./context";
import { sayEdits } from "./model/said";

/** Tells a screen reader what is done, undone and redone; it stands there before anything is. */
export function EditsSaid() {
  const { store } = useEditing();
  const [said, setSaid] = useState({ text: "", nth: 0 });
  useEffect(() => sayEdits(store, (text) => setSaid(({ nth }) => ({ text, nth: nth + 1 }))), [store]);
  return (
    <p aria-live="polite" className="sr-only" data-testid="edits-said">
      {/* What is done twice is said twice: the words come anew each time. */}
      <span key={said.nth}>{said.text}</span>
    </p>
  );
}
