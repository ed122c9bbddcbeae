import { Controls, type Edge, type Node, ReactFlow, useEdgesState, useNodesState } from "@xyflow/react";
import { useEffect } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { lanesOf } from "./lanes.ts";

/** React Flow as whoever begins uses it: its own nodes, its own state, nothing behind it. */
type Opening = { readonly count: number; readonly culled: boolean };

let chooseAll = () => {};

const SIZE = { width: 208, height: 56 };

function Page({ count, culled }: Opening) {
  const lanes = lanesOf(count);
  const [nodes, setNodes, onNodesChange] = useNodesState<Node>(
    lanes.places.map(({ id, x, y }) => ({ id, position: { x, y }, data: { label: id }, ...SIZE })),
  );
  const [edges, , onEdgesChange] = useEdgesState<Edge>(
    lanes.edges.map((edge) => ({ id: `${edge.source}-${edge.target}`, ...edge })),
  );
  useEffect(() => {
    chooseAll = () => setNodes((all) => all.map((node) => ({ ...node, selected: true })));
  }, [setNodes]);
  return (
    <div style={{ height: "100vh" }}>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onlyRenderVisibleElements={culled}
        minZoom={0.1}
      >
        <Controls />
      </ReactFlow>
    </div>
  );
}

/** Ms from the call to the frame after the first node stood in the document. */
async function open(opening: Opening): Promise<number> {
  const begun = performance.now();
  const root = document.getElementById("root");
  if (!root) throw new Error("The page has no root.");
  flushSync(() => createRoot(root).render(<Page {...opening} />));
  while (!document.querySelector(".react-flow__node")) await frame();
  await frame();
  return performance.now() - begun;
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

Object.assign(globalThis, { plainEditor: { open, chooseAll: () => chooseAll() } });
