"use client";
import { createContext, useContext } from "react";
import type { TreeStore } from "../tree";

export type CardsState = {
  readonly store: TreeStore;
  /** Key of the line that is chosen. */
  readonly active: string | null;
  readonly paused: boolean;
};

export const CardsContext = createContext<CardsState | null>(null);

export function useCards(): CardsState {
  const cards = useContext(CardsContext);
  if (!cards) throw new Error("A card needs the graph above it.");
  return cards;
}
