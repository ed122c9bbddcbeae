"use client";
import { parseRunId } from "#server/engine/ids";
import { changeAddress, useAddress } from "../ui";
import { openNodesOf, openNodesText } from "./model/open-nodes";

const PARAM = "nodes";

/** The nodes of a run that stand open, in the address: a copied link shows the same. Another run begins closed. */
export function useOpenNodes(id: string): readonly [readonly string[], (node: string) => void] {
  const no = parseRunId(id)?.no ?? 0;
  const toggle = (node: string) => {
    // As the address is now: two may be opened before the page is drawn again.
    const open = openNodesOf(new URLSearchParams(location.search).get(PARAM), no);
    const next = open.includes(node) ? open.filter((other) => other !== node) : [...open, node];
    changeAddress({ [PARAM]: openNodesText(no, next) });
  };
  return [openNodesOf(useAddress().get(PARAM), no), toggle];
}
