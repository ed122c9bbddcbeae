import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { Status } from "#server/engine/live/wire";
import { Button, StatusGlyph } from "../ui";

type InspectorFrameProps = {
  readonly name: string;
  readonly status: Status;
  readonly actions?: ReactNode;
  /** Absent = there is nothing behind it. */
  readonly onClose: (() => void) | undefined;
  readonly children: ReactNode;
};

/** The name and state of one run above what is told of it. */
export function InspectorFrame({ name, status, actions, onClose, children }: InspectorFrameProps) {
  return (
    <section
      aria-label={`Run ${name}`}
      data-testid="inspector"
      className="flex min-h-0 min-w-0 grow flex-col"
    >
      <header className="flex h-11 shrink-0 items-center gap-2 px-3">
        <StatusGlyph status={status} />
        <h2 className="min-w-0 grow truncate font-semibold" title={name}>
          {name}
        </h2>
        {actions}
        {onClose ? (
          <Button look="quiet" size="icon" aria-label="Close details" onClick={onClose}>
            <X aria-hidden />
          </Button>
        ) : null}
      </header>
      {children}
    </section>
  );
}

/** What a run is called on screen: nothing runs in a paused tree. */
export function shownStatus(status: Status, tree: Status | undefined): Status {
  return tree === "paused" && status === "running" ? "paused" : status;
}
