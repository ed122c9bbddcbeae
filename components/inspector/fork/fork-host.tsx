"use client";
import { createContext, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import { lazyPart, MissingPopup } from "../../ui";

const ForkDialog = lazyPart(
  () => import("./fork-dialog").then((part) => ({ default: part.ForkDialog })),
  MissingPopup,
);

type Place = { readonly id: string; readonly node: string };

const ForkContext = createContext<(place: Place) => void>(() => undefined);
export const ForkHost = ForkContext.Provider;

/** Opens the form that forks a run from a node on. */
export function useForkFrom(): (place: Place) => void {
  return useContext(ForkContext);
}

/**
 * The form itself, for `ForkHost`. It stands above the details of a run: those are made anew when panes give way to a
 * sheet, and what was said in the form stays.
 */
export function useForkForm() {
  const [place, setPlace] = useState<Place | null>(null);
  const [open, setOpen] = useState(false);
  const begin = useCallback((chosen: Place) => {
    setPlace(chosen);
    setOpen(true);
  }, []);
  const dialog: ReactNode =
    place === null ? null : (
      <Suspense>
        <ForkDialog key={`${place.id} ${place.node}`} {...place} open={open} onOpenChange={setOpen} />
      </Suspense>
    );
  return { begin, open, dialog };
}
