"use client";
import { useEffect, useRef, useState } from "react";
import type { RunRow } from "#server/engine/live/wire";
import { useTRPCClient } from "../providers";
import { SpanBook } from "./model/span-book";

const ASK_MS = 250;
/** Calls of one moment share a request, and the slowest of them holds the others back: these go by themselves. */
const APART_MS = 60;

/**
 * Own times of the runs on screen, asked for as they come into view and again when something happened to them.
 * @param visible Rows that are on screen now, of the tree as it is now.
 * @param onNew There is something new to draw.
 */
export function useSpans(treeId: string, visible: () => readonly RunRow[], onNew: () => void): SpanBook {
  const [book] = useState(() => new SpanBook());
  const client = useTRPCClient();
  const latest = useRef({ visible, onNew });
  useEffect(() => {
    latest.current = { visible, onNew };
  });
  useEffect(() => {
    let stopped = false;
    let asking = false;
    const ask = async () => {
      const rows = book.wanted(latest.current.visible());
      if (rows.length === 0 || asking) return;
      asking = true;
      try {
        const { spans } = await client.trees.spans.query({ treeId, runs: rows.map(({ no }) => no) });
        book.put(rows, spans);
      } catch {
        // Rows say when runs began and ended; without their own times the bars stay thin.
        book.put(rows, []);
      }
      asking = false;
      if (!stopped) latest.current.onNew();
    };
    const first = setTimeout(() => void ask(), APART_MS);
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => {
      stopped = true;
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [book, client, treeId]);
  return book;
}
