"use client";
import { useEffect, useRef } from "react";
import { useTRPCClient } from "../providers";
import type { RunViewProps } from "../tree";
import type { Scene } from "./model/scene";
import { timelinePicture } from "./model/timeline-picture";

type Parts = { readonly treeId: string; readonly scene: () => Scene; readonly name: string };

/** Lets the timeline be taken into a file. */
export function useTimelinePicture(onPicture: RunViewProps["onPicture"], parts: Parts): void {
  const client = useTRPCClient();
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    onPicture(() => {
      const { treeId, scene, name } = latest.current;
      return timelinePicture(scene(), name, async (runs) => {
        const { spans } = await client.trees.spans.query({ treeId, runs: [...runs] });
        return spans;
      });
    });
    return () => onPicture(null);
  }, [onPicture, client]);
}
