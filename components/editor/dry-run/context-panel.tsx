"use client";
import { PencilLine } from "lucide-react";
import { type ComponentProps, type RefObject, useRef } from "react";
import { ContextDiff } from "../../inspector";
import { useSpokenKeys } from "../../keys";
import { Button } from "../../ui";
import { contextText } from "../model/trial/context-text";
import type { Shown } from "../model/trial/messages";
import { ContextEditor } from "./context-editor";
import { Value } from "./node-panel";
import type { DryRunning } from "./use-dry-run";

/** What somebody is typing, and which stop it is about: gone with it. */
export type Typing = { readonly stop: string; readonly text: string } | null;

export type Led = ComponentProps<typeof ContextEditor>["shown"];

type ContextPanelProps = {
  readonly dry: DryRunning;
  readonly shown: Shown;
  readonly typing: Typing;
  readonly onTyping: (typing: Typing) => void;
  /** Leads the keyboard into the text; anew for each object. */
  readonly led: Led;
  /** Shows the run in which the dry run stops. */
  readonly onStop: () => void;
};

/** The context of the run that is looked at: what it was handed, and what it has. Where the dry run stops it can be edited. */
export function ContextPanel(props: ContextPanelProps) {
  const { look } = props.shown;
  const { receipt, entries } = look;
  if (!hasContext(props.shown))
    return (
      <p className="text-ink-muted">
        This run uses no context. A workflow gives its runs one with “context”.
      </p>
    );
  return (
    <div className="grid gap-4" data-testid="dry-context">
      <Editing {...props} />
      {receipt ? <ContextDiff receipt={receipt} /> : null}
      {entries.map(({ key, tokens, value }) => (
        <Value key={key} title={`${key}, ${tokens} tokens`} value={value} />
      ))}
    </div>
  );
}

/** Which stop is shown, if one is whose context can be edited. */
export function editableStop({ moment, look, branch, playing }: Shown): string | null {
  const { stop, at } = moment;
  if (!stop || playing || stop.run !== look.run) return null;
  return `${branch}:${stop.run}/${stop.node}@${at}`;
}

export function hasContext({ look }: Shown): boolean {
  return look.receipt !== null || look.entries.length > 0;
}

function Editing({ dry, shown, typing, onTyping, led, onStop }: ContextPanelProps) {
  const keys = useSpokenKeys("dry.edit");
  const button = useRef<HTMLButtonElement>(null);
  const stop = editableStop(shown);
  if (stop === null) return <WhyNot shown={shown} onStop={onStop} />;
  const before = contextText(shown.look.entries);
  const open = typing?.stop === stop;
  const close = () => {
    onTyping(null);
    button.current?.focus();
  };
  return (
    <div className="grid gap-2">
      <EditButton
        button={button}
        open={open}
        title={`Go on with another context (${keys})`}
        onClick={() => onTyping(open ? null : { stop, text: before })}
      />
      {open ? (
        <ContextEditor
          text={typing.text}
          shown={led}
          before={before}
          onText={(text) => onTyping({ stop, text })}
          onCancel={close}
          onFork={(context) => {
            close();
            dry.ask({ ask: "fork", context });
          }}
        />
      ) : null}
    </div>
  );
}

type EditButtonProps = {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly title: string;
  readonly onClick: () => void;
};

function EditButton({ button, open, title, onClick }: EditButtonProps) {
  return (
    <Button
      ref={button}
      size="small"
      className="w-fit"
      aria-expanded={open}
      title={title}
      onClick={onClick}
      data-testid="edit-context"
    >
      <PencilLine aria-hidden /> Edit context
    </Button>
  );
}

function WhyNot({ shown, onStop }: Pick<ContextPanelProps, "shown" | "onStop">) {
  const stopped = shown.moment.stop !== null && !shown.playing;
  return (
    <p className="flex flex-wrap items-center gap-2 text-ink-muted text-small">
      {stopped
        ? "The context of the run that it stops in can be edited."
        : "A context can be edited where the dry run stops."}
      {stopped ? (
        <Button size="small" onClick={onStop}>
          Show that run
        </Button>
      ) : null}
    </p>
  );
}
