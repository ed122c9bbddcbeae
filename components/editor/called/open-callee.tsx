"use client";
import { CornerDownRight } from "lucide-react";
import { useSpokenKeys } from "../../keys";
import { Button } from "../../ui";
import { useEditorState } from "../context";
import { nameOf } from "../model/trail";
import { useTrail } from "../trail-context";

/** Ways from a node into what it calls. */
export function OpenCallee({ id }: { readonly id: string }) {
  const { graph } = useEditorState();
  const { callees, open } = useTrail();
  const keys = useSpokenKeys("editor.open");
  return callees(graph, id).map((callee) => (
    <Button
      key={nameOf(callee)}
      size="small"
      className="w-fit max-w-full"
      title={keys}
      onClick={() => open(graph, id, callee)}
      data-testid="open-callee"
    >
      <CornerDownRight aria-hidden />
      <span className="truncate">Open {callee.inline?.name ?? nameOf(callee)}</span>
    </Button>
  ));
}
