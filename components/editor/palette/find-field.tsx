"use client";
import { CornerDownRight, TextCursorInput } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { PaletteFrame, PaletteLine } from "./palette-frame";
import { type FormPlace, lead, placesIn } from "./places-there";

type FindFieldProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  /** The panel whose fields and buttons are meant. */
  readonly panel: RefObject<HTMLElement | null>;
};

/** What stands in the form, by typing a part of its name: the short way to a field, or a button pressed from here. */
export function FindField({ open, onClose, panel }: FindFieldProps) {
  // As it stood when the list was opened.
  const places = useMemo(() => (open && panel.current ? placesIn(panel.current) : []), [open, panel]);
  const chosen = useRef<FormPlace | null>(null);
  useEffect(() => {
    if (open) chosen.current = null;
  }, [open]);
  const choose = (place: FormPlace) => {
    chosen.current = place;
    onClose();
  };
  // Where nothing was chosen, the keyboard goes back to where it was.
  const leadOn = () => {
    if (!chosen.current) return true;
    lead(chosen.current.element);
    return false;
  };
  // A press counts once the list has gone from over the page.
  const gone = () => {
    const { element, pressed } = chosen.current ?? {};
    if (pressed) requestAnimationFrame(() => element?.click());
  };
  return (
    <PaletteFrame
      open={open}
      onClose={onClose}
      onGone={gone}
      leadOn={leadOn}
      title="Go to a field or button"
      none="Nothing of that name stands in the form."
      testId="find-field"
    >
      {places.map((place, at) => {
        const { label, within, pressed } = place;
        const Icon = pressed ? CornerDownRight : TextCursorInput;
        return (
          <PaletteLine
            // biome-ignore lint/suspicious/noArrayIndexKey: the list stands still while it is open
            key={at}
            value={`${label} ${at}`}
            words={[...within, label]}
            onChoose={() => choose(place)}
            icon={<Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />}
            label={label}
            note={within.join(" › ")}
          />
        );
      })}
    </PaletteFrame>
  );
}
