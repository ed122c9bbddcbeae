"use client";
import { ArrowLeft, ArrowRight } from "lucide-react";
import { Button, Combobox } from "../../ui";
import { useEditing, useEditorState } from "../context";
import { connect } from "../model/acts";
import { targetsOf } from "../model/connect";
import { edgeKeys } from "../model/edges";
import { exitsOf } from "../model/geometry";

/** What leads to a node and where it leads, to go there, and to connect it without a pointer. */
export function EdgesOf({ id }: { readonly id: string }) {
  const { store, mayEdit } = useEditing();
  const { graph } = useEditorState();
  const keys = edgeKeys(graph.edges);
  const lines = graph.edges.flatMap(({ source, target, port, when }, at) => {
    if (source !== id && target !== id) return [];
    const out = source === id;
    const other = out ? target : source;
    const only = when === undefined ? "" : ` when ${when.replace(/^=\s*/, "")}`;
    return [
      {
        key: keys[at] ?? "",
        out,
        words: `${out ? "to" : "from"} ${other}${port ? ` (${port})` : ""}${only}`,
      },
    ];
  });
  return (
    <section aria-label="Edges" className="grid min-w-0 gap-2 border-t pt-2">
      <h3 className="font-medium text-small">Edges</h3>
      {lines.length > 0 ? (
        <ul className="grid gap-0.5">
          {lines.map(({ key, out, words }) => (
            <li key={key}>
              <Button
                size="small"
                look="quiet"
                className="max-w-full"
                onClick={() => store.select({ edges: new Set([key]) })}
              >
                {out ? <ArrowRight aria-hidden /> : <ArrowLeft aria-hidden />}
                <span className="truncate">{words}</span>
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-ink-muted text-small">Nothing leads to it or from it.</p>
      )}
      {mayEdit ? exitsOf(graph, id).map((exit) => <ConnectTo key={exit ?? ""} id={id} exit={exit} />) : null}
    </section>
  );
}

function ConnectTo({ id, exit }: { readonly id: string; readonly exit: string | null }) {
  const { store } = useEditing();
  const { graph } = useEditorState();
  const port = exit ?? undefined;
  const targets = [...targetsOf(graph, id, port)];
  const label = exit === null ? "Connect to" : `Connect ${exit} to`;
  if (targets.length === 0) return null;
  return (
    <Combobox
      label={label}
      placeholder={`${label}…`}
      value={null}
      options={targets.map((target) => ({ value: target, label: graph.nodes[target]?.name ?? target }))}
      onChange={(target) => {
        if (target !== null) store.do(connect({ source: id, target, port }));
      }}
    />
  );
}
