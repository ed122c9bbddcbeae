"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LayoutGrid, Redo2, Undo2, Upload } from "lucide-react";
import { useState } from "react";
import type { Graph } from "#server/engine/graph/graph";
import type { DraftDetail, WorkflowDetail } from "#server/services/types";
import { ExportWorkflow } from "../exchange";
import { useCommands, useSpokenKeys } from "../keys";
import { useMay, useTRPC } from "../providers";
import { StartButton } from "../runs";
import { PageHeader } from "../shell";
import { Button, toast } from "../ui";
import { PublishDialog } from "../workflows";
import { useEditing, useEditorState, useSaveState } from "./context";
import { isHalted, type SaveStatus } from "./model/autosave";
import { isLoose } from "./model/code-text";
import { cardOf, type Places } from "./model/geometry";
import { askedNext, type NotTaken } from "./model/not-taken";
import type { Part } from "./model/trial/part";
import type { SideTab } from "./panels/side-panel";
import { PublishWithout } from "./publish-without";
import { RunMenu } from "./run-draft/run-menu";
import { useCodeState } from "./use-code-text";
import { tidyChosen } from "./use-editor-keys";
import { useLoose, useLooseCount } from "./use-loose";

type HeadProps = {
  readonly workflow: WorkflowDetail;
  readonly draft: DraftDetail | null;
  readonly tidy: (graph: Graph, places: Places, ids: readonly string[]) => Promise<Places>;
  /** The canvas is there to be edited: no dry run stands in its place. */
  readonly editing: boolean;
  readonly onDry: () => void;
  readonly onRun: (part: Part) => void;
  /** Shows something beside the canvas. */
  readonly onTab: (tab: SideTab) => void;
};

/** Where this is, whether it is saved, and what can be done with it as a whole. */
export function EditorHead({ workflow, draft, tidy, editing, onDry, onRun, onTab }: HeadProps) {
  const { graph } = useEditorState();
  const { slug, revision } = workflow;
  return (
    <PageHeader
      crumbs={[
        { label: "Workflows", href: "/workflows" },
        { label: graph.name, href: `/workflows/${slug}` },
        { label: "Edit" },
      ]}
      actions={
        <div data-pane="head" className="contents">
          <SaveWord />
          {editing ? <EditButtons tidy={tidy} /> : null}
          {editing ? <RunMenu onDry={onDry} onRun={onRun} /> : null}
          <ExportGraph />
          {revision > 0 ? <StartButton slug={slug} name={graph.name} look="plain" size="small" /> : null}
          <Publish
            slug={slug}
            name={graph.name}
            hasDraft={workflow.draft !== null || draft !== null}
            onTab={onTab}
          />
        </div>
      }
    />
  );
}

const WORDS: Readonly<Record<SaveStatus, string>> = {
  saved: "Saved",
  unsaved: "Unsaved",
  saving: "Saving…",
  failed: "Not saved",
  conflict: "Conflict",
  gone: "Discarded",
  barred: "Not saved",
};

function SaveWord() {
  const { mayEdit } = useEditing();
  const { status, message } = useSaveState();
  const code = isLoose(useCodeState());
  const fields = useLooseCount() > 0;
  const loose = status !== "saved" ? null : fields ? NOT_SAVED.field : code ? NOT_SAVED.code : null;
  const bad = status === "failed" || isHalted(status) || loose !== null;
  return (
    <span
      role="status"
      title={loose?.title ?? message ?? undefined}
      data-testid="save-state"
      className={bad ? "text-failed-ink text-small" : "text-ink-muted text-small max-sm:hidden"}
    >
      {loose?.word ?? (mayEdit || status !== "saved" ? WORDS[status] : "To read")}
    </span>
  );
}

/** What was typed and is not in the draft, although that is saved. */
const NOT_SAVED = {
  code: { word: "Code not saved", title: "What was typed in Code is not on the canvas" },
  field: { word: "Field not saved", title: "What was typed in a field is not in the draft: see Problems" },
} as const;

function EditButtons({ tidy }: Pick<HeadProps, "tidy">) {
  const { store, mayEdit } = useEditing();
  const { history } = useEditorState();
  const keys = {
    undo: useSpokenKeys("editor.undo"),
    redo: useSpokenKeys("editor.redo"),
    tidy: useSpokenKeys("editor.tidy"),
  };
  if (!mayEdit) return null;
  return (
    <>
      <Button
        look="quiet"
        size="icon"
        aria-label="Undo"
        title={`Undo (${keys.undo})`}
        disabled={history.past.length === 0}
        onClick={() => store.undo()}
      >
        <Undo2 aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Redo"
        title={`Redo (${keys.redo})`}
        disabled={history.future.length === 0}
        onClick={() => store.redo()}
      >
        <Redo2 aria-hidden />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label="Tidy up"
        title={`Tidy up (${keys.tidy})`}
        onClick={() => void tidyChosen({ store, tidy })}
      >
        <LayoutGrid aria-hidden />
      </Button>
    </>
  );
}

function ExportGraph() {
  const { store } = useEditing();
  return (
    <ExportWorkflow
      graph={() => store.get().graph}
      boxes={() => {
        const { graph, places } = store.get();
        return new Map(Object.keys(graph.nodes).map((id) => [id, cardOf(graph, places, id)]));
      }}
    />
  );
}

/** Why it could not be, where no answer of the server says it better; a conflict has its own dialog. */
const UNSAVED: Readonly<Partial<Record<SaveStatus, string>>> = {
  gone: "It was discarded. Save it again first.",
  barred: "You may no longer edit this workflow.",
};

const QUESTIONS: readonly NotTaken[] = ["fields", "code"];

type PublishProps = {
  readonly slug: string;
  readonly name: string;
  readonly hasDraft: boolean;
  readonly onTab: (tab: SideTab) => void;
};

/** Saves first: what is published is what is seen. */
function Publish({ slug, name, hasDraft, onTab }: PublishProps) {
  const { autosave, code, mayEdit } = useEditing();
  const { status } = useSaveState();
  const mayPublish = useMay("workflow.publish");
  const [open, setOpen] = useState(false);
  const [without, setWithout] = useState<NotTaken | null>(null);
  const loose = useLoose();
  const fields = useLooseCount();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const draft = useQuery({ ...trpc.workflows.draft.queryOptions({ slug }), enabled: open });
  const may = mayEdit && mayPublish;
  const barred = (!hasDraft && status === "saved") || status === "conflict";
  const ask = async () => {
    // What could not be saved a moment ago may be by now, sooner than it is tried again by itself.
    if (autosave.get().status === "failed") await autosave.now();
    const settled = await autosave.settled();
    if (settled !== "saved") return refuse(settled);
    await queries.invalidateQueries({ queryKey: trpc.workflows.draft.queryKey({ slug }) });
    setOpen(true);
  };
  const refuse = (halted: SaveStatus) => {
    if (halted === "conflict") return;
    const description = UNSAVED[halted] ?? autosave.get().message ?? undefined;
    toast.error("It is not published, as it could not be saved", {
      ...(description ? { description } : {}),
      ...(halted === "failed" ? { action: { label: "Try again", onClick: () => void ask() } } : {}),
    });
  };
  const goOn = (asked: NotTaken | null) => {
    const next = askedNext({ fields: fields > 0, code: code.isLoose }, asked);
    if (next) setWithout(next);
    else void ask();
  };
  const begin = () => goOn(null);
  useCommands(
    may && !barred ? [{ id: "editor.publish", title: "Publish…", section: "This canvas", run: begin }] : [],
  );
  if (!may) return null;
  return (
    <>
      <Button size="small" look="primary" disabled={barred} onClick={begin} data-testid="publish">
        <Upload aria-hidden /> Publish…
      </Button>
      {QUESTIONS.map((what) => (
        // A question of its own each: what answers the one before is not taken for its answer.
        <PublishWithout
          key={what}
          what={what}
          open={without === what}
          onClose={() => setWithout(null)}
          onShow={() => onTab(what === "code" ? "code" : "problems")}
          onPublish={() => goOn(what)}
        />
      ))}
      {draft.data ? (
        <PublishDialog
          draft={draft.data}
          name={name}
          open={open}
          onOpenChange={setOpen}
          onPublished={() => loose.clear()}
        />
      ) : null}
    </>
  );
}
