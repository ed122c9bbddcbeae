"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { cx, Sheet } from "../ui";
import { type Person, Sidebar } from "./sidebar";

type ShellState = { readonly toggleSidebar: () => void; readonly openMenu: () => void };
const ShellContext = createContext<ShellState>({ toggleSidebar: () => undefined, openMenu: () => undefined });

export function useShell(): ShellState {
  return useContext(ShellContext);
}

/** Cookie, not storage: the server draws the sidebar as it was left, so nothing jumps. */
export const SIDEBAR_COOKIE = "banyan_sidebar";

type ShellProps = { readonly person: Person; readonly startNarrow: boolean; readonly children: ReactNode };

export function Shell({ person, startNarrow, children }: ShellProps) {
  const [narrow, setNarrow] = useState(startNarrow);
  const [menu, setMenu] = useState(false);
  const state = useMemo<ShellState>(
    () => ({
      toggleSidebar: () =>
        setNarrow((was) => {
          // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
          document.cookie = `${SIDEBAR_COOKIE}=${was ? "wide" : "narrow"}; Path=/; Max-Age=31536000; SameSite=Strict`;
          return !was;
        }),
      openMenu: () => setMenu(true),
    }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "b" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      state.toggleSidebar();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [state]);
  return (
    <ShellContext value={state}>
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <div className="flex h-dvh">
        <aside className={cx("hidden shrink-0 border-r md:block", narrow ? "w-12" : "w-54")}>
          <Sidebar person={person} narrow={narrow} />
        </aside>
        <main id="main" tabIndex={-1} className="flex min-w-0 grow flex-col outline-none">
          {children}
        </main>
      </div>
      <Sheet open={menu} onOpenChange={setMenu} title="Menu" side="left">
        <Sidebar person={person} narrow={false} onNavigate={() => setMenu(false)} />
      </Sheet>
    </ShellContext>
  );
}
