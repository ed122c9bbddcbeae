"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { KeysHost, KeysProvider } from "../keys";
import { cx, Sheet } from "../ui";
import { OutageBanner } from "./outage-banner";
import type { Person } from "./person-menu";
import { keep, SIDEBAR_COOKIE } from "./preferences";
import { type Marks, Sidebar } from "./sidebar";
import { useKeepsEdits } from "./use-edits-kept";
import { useOutage } from "./use-outage";
import { useShellCommands } from "./use-shell-commands";

type ShellState = {
  readonly toggleSidebar: () => void;
  readonly openMenu: () => void;
  readonly waiting: number;
  readonly bell: ReactNode;
};
const ShellContext = createContext<ShellState>({
  toggleSidebar: () => undefined,
  openMenu: () => undefined,
  waiting: 0,
  bell: null,
});

export function useShell(): ShellState {
  return useContext(ShellContext);
}

type ShellProps = {
  readonly person: Person;
  readonly workspace: string;
  readonly startNarrow: boolean;
  readonly marks?: Marks;
  /** How many things need the person now; part of the tab's title. */
  readonly waiting?: number;
  /** Stands in the header of every page. */
  readonly bell?: ReactNode;
  /** What lives above every page: the palette. */
  readonly above?: ReactNode;
  readonly children: ReactNode;
};

const UNMARKED: Marks = {};

/** The frame of the dashboard: sidebar, shortcuts, the state of the connection. */
export function Shell({ above, ...frame }: ShellProps) {
  return (
    <KeysProvider>
      <Frame {...frame} />
      {above}
      <KeysHost />
    </KeysProvider>
  );
}

function Frame({
  person,
  workspace,
  startNarrow,
  marks = UNMARKED,
  waiting = 0,
  bell = null,
  children,
}: Omit<ShellProps, "above">) {
  const [narrow, setNarrow] = useState(startNarrow);
  const [menu, setMenu] = useState(false);
  const { trouble, since } = useOutage();
  const editing = useKeepsEdits();
  const state = useMemo<ShellState>(
    () => ({
      toggleSidebar: () => {
        setNarrow(!narrow);
        keep(SIDEBAR_COOKIE, narrow ? "wide" : "narrow");
      },
      openMenu: () => setMenu(true),
      waiting,
      bell,
    }),
    [narrow, waiting, bell],
  );
  useShellCommands(state.toggleSidebar);
  return (
    <ShellContext value={state}>
      <a href="#main" className="skip-link">
        Skip to content
      </a>
      <div className="flex h-dvh">
        <aside className={cx("hidden shrink-0 border-r md:block", narrow ? "w-12" : "w-54")}>
          <Sidebar person={person} workspace={workspace} narrow={narrow} marks={marks} />
        </aside>
        <div className="flex min-w-0 grow flex-col">
          {trouble && since !== null ? (
            <OutageBanner trouble={trouble} since={since} editing={editing} />
          ) : null}
          <main
            id="main"
            tabIndex={-1}
            data-stale={trouble && !editing ? "" : undefined}
            className="flex min-h-0 min-w-0 grow flex-col outline-none [&>*:not(header)]:transition-opacity data-stale:[&>*:not(header)]:opacity-60"
          >
            {children}
          </main>
        </div>
      </div>
      <Sheet open={menu} onOpenChange={setMenu} title="Menu" side="left">
        <Sidebar
          person={person}
          workspace={workspace}
          narrow={false}
          marks={marks}
          onNavigate={() => setMenu(false)}
        />
      </Sheet>
    </ShellContext>
  );
}
