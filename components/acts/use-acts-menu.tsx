"use client";
import { useMutation } from "@tanstack/react-query";
import {
  Ban,
  Check,
  Coins,
  GitFork,
  type LucideIcon,
  Pause,
  Play,
  Radio,
  RotateCcw,
  RotateCw,
  SkipForward,
  UserRoundCheck,
  Variable,
  X,
} from "lucide-react";
import { type ReactNode, Suspense, useState } from "react";
import { type Command, useCommands } from "../keys";
import { messageOf, useTRPC } from "../providers";
import { lazyPart, type MenuEntry, MissingPopup, toast } from "../ui";
import { ACTS, type ActName, actGroups, LABELS } from "./model/acts";
import { useAskAgain, useRunActs } from "./use-run-acts";

/** Forms of every act: fetched with the first that is chosen. */
const ActDialog = lazyPart(
  () => import("./act-dialog").then((part) => ({ default: part.ActDialog })),
  ({ act, onClose, retry, reason }) => (
    <MissingPopup
      retry={retry}
      reason={reason}
      open={act !== null}
      onOpenChange={(open) => open || onClose()}
    />
  ),
);

const ICONS: Readonly<Record<ActName, LucideIcon>> = {
  answer: UserRoundCheck,
  signal: Radio,
  retry: RotateCw,
  complete: Check,
  skip: SkipForward,
  fail: X,
  setVariable: Variable,
  topUp: Coins,
  fork: GitFork,
  pause: Pause,
  resume: Play,
  requeue: RotateCcw,
  cancel: Ban,
};

const KEYS: Readonly<Partial<Record<ActName, readonly string[]>>> = { fork: ["⇧", "R"] };

export type ActsMenu = {
  readonly items: readonly MenuEntry[];
  /** Told when a menu with the items opens or closes. */
  readonly onOpen: (open: boolean) => void;
  /** Whether one of the dialogs is open. */
  readonly asking: boolean;
  /** Dialogs; to be drawn once. */
  readonly dialogs: ReactNode;
};

type Place = { readonly id: string; readonly name: string };

/**
 * What can be done to one run, for every menu that offers it; `offered` by the palette and by keys. A dialog stays with
 * the run that it was begun for, whichever is chosen meanwhile.
 */
export function useActsMenu(chosen: Place, offered: readonly ActName[] = OF_RUN): ActsMenu {
  const [open, setOpen] = useState(false);
  const [act, setAct] = useState<ActName | null>(null);
  const [begun, setBegun] = useState<Place | null>(null);
  const { data: told } = useRunActs((act !== null && begun ? begun : chosen).id, open || act !== null);
  const askAgain = useAskAgain();
  const now = useWholeTree(chosen.id, askAgain);
  const begin = (wanted: ActName) => {
    const whole = now[wanted as keyof typeof now];
    if (whole) whole();
    else {
      setBegun(chosen);
      setAct(wanted);
    }
  };
  useCommands(commandsFor(offered, begin));
  const groups = actGroups(told);
  return {
    items: groups.flatMap(({ group, acts }): readonly MenuEntry[] =>
      acts.length === 0 ? [] : [{ group, items: acts.map((each) => item(each, () => begin(each.name))) }],
    ),
    onOpen: setOpen,
    asking: act !== null,
    dialogs: begun ? (
      <Suspense fallback={null}>
        <ActDialog
          key={begun.id}
          id={begun.id}
          name={begun.name}
          act={act}
          told={told}
          onClose={() => setAct(null)}
          onDone={() => {
            setAct(null);
            askAgain();
          }}
        />
      </Suspense>
    ) : null,
  };
}

function item(
  { name, label, why }: { name: ActName; label: string; why: string | null },
  onSelect: () => void,
) {
  const Icon = ICONS[name];
  return {
    label,
    icon: <Icon aria-hidden />,
    onSelect,
    danger: name === "cancel",
    disabled: why !== null,
    ...(why === null ? {} : { note: why }),
    ...(KEYS[name] ? { keys: KEYS[name] } : {}),
  };
}

/** Acts on the whole tree have their own command in the header; the rest are of the run that is chosen. */
const OF_TREE: ReadonlySet<ActName> = new Set(["pause", "resume", "requeue"]);
const OF_RUN = ACTS.filter((name) => !OF_TREE.has(name));

function commandsFor(offered: readonly ActName[], begin: (act: ActName) => void): readonly Command[] {
  return offered.map((name) => {
    const Icon = ICONS[name];
    return {
      id: `act.${name}`,
      title: LABELS[name],
      section: "The chosen run",
      words: ["act", name],
      icon: <Icon aria-hidden />,
      run: () => begin(name),
    };
  });
}

function useWholeTree(id: string, onSuccess: () => void) {
  const trpc = useTRPC();
  const told = {
    onSuccess,
    onError: (error: unknown) => toast.error("Nothing changed", { description: messageOf(error) }),
  };
  const pause = useMutation(trpc.runs.pause.mutationOptions(told));
  const resume = useMutation(trpc.runs.resume.mutationOptions(told));
  const requeue = useMutation(trpc.runs.requeue.mutationOptions(told));
  return {
    pause: () => pause.mutate({ id }),
    resume: () => resume.mutate({ id }),
    requeue: () => requeue.mutate({ id }),
  };
}
