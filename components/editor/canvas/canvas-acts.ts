"use client";
import { createContext, useContext } from "react";

/** What parts of the canvas may ask for; absent where the reader may only look. */
export type CanvasActs = { readonly insertOn?: (edge: string) => void };

export const CanvasActsContext = createContext<CanvasActs>({});

export function useCanvasActs(): CanvasActs {
  return useContext(CanvasActsContext);
}
