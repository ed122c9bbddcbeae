"use client";
import { useMutation } from "@tanstack/react-query";
import {
  Ban,
  Columns2,
  Link2,
  type LucideIcon,
  Pause,
  Play,
  RefreshCw,
  RotateCcw,
  SquareArrowOutUpRight,
  X,
} from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import type { RootSummary } from "#server/services/types";
import { useCommands } from "../keys";
import { messageOf, useMay, useTRPC } from "../providers";
import { copyAddress } from "../shell";
import { toast } from "../ui";
import { ChosenRunActs } from "./chosen-run-acts";
import { type ChosenAct, chosenActs, chosenHeading } from "./model/chosen";
import { compareHref, runHref } from "./model/hrefs";

type ChosenProps = {
  /** Rows that are checked, or else the one that the keys stand on. */
  readonly runs: readonly RootSummary[];
  readonly checked: boolean;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
  readonly onLetGo: () => void;
};

const ICONS: Readonly<Record<ChosenAct, LucideIcon>> = {
  open: SquareArrowOutUpRight,
  cancel: Ban,
  retry: RotateCcw,
  requeue: RefreshCw,
  pause: Pause,
  resume: Play,
  compare: Columns2,
  copy: Link2,
  letGo: X,
};

/** Where an act has a key. Rows are opened, and let go of, by keys of the table itself. */
const IDS: Readonly<Partial<Record<ChosenAct, string>>> = {
  open: "list.open",
  cancel: "list.cancel",
  retry: "list.again",
};
const OF_TABLE: ReadonlySet<ChosenAct> = new Set(["open", "letGo"]);

/** What can be done with the chosen runs of the list: by keys, and first of all in the palette. */
export function ChosenCommands({ runs, checked, onCancel, onRetry, onLetGo }: ChosenProps): ReactNode {
  const router = useRouter();
  const { pause, resume, requeue } = useWholeTree();
  const [one, other] = runs;
  const does: Readonly<Record<ChosenAct, () => void>> = {
    open: () => one && router.push(runHref(one)),
    cancel: onCancel,
    retry: onRetry,
    pause: () => one && pause({ id: one.treeId }),
    resume: () => one && resume({ id: one.treeId }),
    requeue: () => one && requeue({ id: one.treeId }),
    compare: () => one && router.push(compareHref(one, other)),
    copy: () => one && copyAddress(runHref(one)),
    letGo: onLetGo,
  };
  const mayPause = useMay("run.pause");
  const may = {
    cancel: useMay("run.cancel"),
    retry: useMay("run.retry"),
    requeue: useMay("run.requeue"),
    pause: mayPause,
    resume: mayPause,
  };
  const acts = chosenActs({
    runs: runs.map((run) => ({ ...run, name: run.label ?? run.workflow })),
    checked,
    may,
  });
  useCommands(
    acts.map(({ act, title }) => {
      const Icon = ICONS[act];
      return {
        id: IDS[act] ?? `list.chosen.${act}`,
        title,
        section: chosenHeading(runs.length),
        words: [act, "chosen", "selected"],
        icon: <Icon aria-hidden />,
        run: does[act],
        ...(OF_TABLE.has(act) ? { when: () => false } : {}),
      };
    }),
  );
  // Its commands come before those here, and so stand behind them.
  return <ChosenRunActs run={runs.length === 1 ? one : undefined} />;
}

function useWholeTree() {
  const trpc = useTRPC();
  const onError = (error: unknown) => toast.error("Nothing changed", { description: messageOf(error) });
  const pause = useMutation(trpc.runs.pause.mutationOptions({ onError }));
  const resume = useMutation(trpc.runs.resume.mutationOptions({ onError }));
  const requeue = useMutation(trpc.runs.requeue.mutationOptions({ onError }));
  return { pause: pause.mutate, resume: resume.mutate, requeue: requeue.mutate };
}
