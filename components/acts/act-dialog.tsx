"use client";
import type { RunActs } from "#server/services/run/acts";
import { Dialog, Skeleton } from "../ui";
import { CancelDialog } from "./cancel-dialog";
import { ForkFrom } from "./fork-from";
import { type ActName, isPlaceAct, placesFor, whyNot } from "./model/acts";
import { PlaceForm } from "./place-dialog";
import { TopUpForm, VariableForm } from "./run-forms";

type ActDialogProps = {
  readonly id: string;
  readonly name: string;
  /** `null` = nothing is being done. */
  readonly act: ActName | null;
  readonly told: RunActs | undefined;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

const TITLES: Readonly<Partial<Record<ActName, (name: string) => string>>> = {
  answer: (name) => `Answer an approval of ${name}`,
  signal: (name) => `Send a signal to ${name}`,
  retry: (name) => `Do work of ${name} again`,
  complete: (name) => `Complete a place of ${name} by hand`,
  skip: (name) => `Skip a place of ${name}`,
  fail: (name) => `Let a place of ${name} fail`,
  setVariable: (name) => `Set a variable of ${name}`,
  topUp: (name) => `Top up the budget of ${name}`,
  fork: (name) => `Fork ${name}`,
};

/** What an act still has to know. What cannot be done says why instead. */
export function ActDialog({ id, name, act, told, onClose, onDone }: ActDialogProps) {
  const close = (open: boolean) => (open ? undefined : onClose());
  const title = act && TITLES[act]?.(name);
  return (
    <>
      <CancelDialog id={id} what={`run ${name}`} open={act === "cancel"} onOpenChange={close} />
      <Dialog open={title !== undefined && title !== null} onOpenChange={close} title={title ?? ""}>
        {act ? <Body id={id} act={act} told={told} onClose={onClose} onDone={onDone} /> : null}
      </Dialog>
    </>
  );
}

type BodyProps = Omit<ActDialogProps, "name" | "act"> & { readonly act: ActName };

function Body({ id, act, told, onClose, onDone }: BodyProps) {
  if (!told) return <Skeleton className="m-4 h-32" />;
  const why = whyNot(told, act);
  if (why !== null) return <p className="px-4 py-3 text-ink-muted">This is not possible now: {why}.</p>;
  if (isPlaceAct(act)) return <PlaceForm id={id} act={act} places={placesFor(told, act)} onDone={onDone} />;
  if (act === "setVariable") return <VariableForm id={id} variables={told.variables} onDone={onDone} />;
  if (act === "topUp") return <TopUpForm id={id} onDone={onDone} />;
  return act === "fork" ? <ForkFrom id={id} onCancel={onClose} /> : null;
}
