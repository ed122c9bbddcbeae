"use client";
import { createContext, useContext } from "react";
import type { Box } from "../model/geometry";

/** What parts of the canvas may ask for; absent where the reader may only look. */
export type CanvasActs = {
  readonly insertOn?: (edge: string) => void;
  /** Opens or collapses a frame. */
  readonly fold?: (key: string) => void;
  /** Another size of a frame or note, while it is pulled and when it is let go. */
  readonly resize?: (key: string, box: Box, ended: boolean) => void;
};

export const CanvasActsContext = createContext<CanvasActs>({});

export function useCanvasActs(): CanvasActs {
  return useContext(CanvasActsContext);
}
