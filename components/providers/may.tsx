"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Action } from "#server/services/permissions/actions";

const MayContext = createContext<readonly Action[]>([]);
const WhoContext = createContext("");

type MayProviderProps = {
  readonly actions: readonly Action[];
  /** Id of the reader; nobody's where nobody is signed in. */
  readonly who?: string;
  readonly children: ReactNode;
};

/** Tells the pages what their reader may do, as of the last time the server drew the frame. */
export function MayProvider({ actions, who = "", children }: MayProviderProps) {
  return (
    <MayContext value={actions}>
      <WhoContext value={who}>{children}</WhoContext>
    </MayContext>
  );
}

/** Id of the reader: several people may share a browser. */
export function useWho(): string {
  return useContext(WhoContext);
}

/** Whether to offer an act at all. The services decide again when it is done. */
export function useMay(action: Action): boolean {
  return useContext(MayContext).includes(action);
}
