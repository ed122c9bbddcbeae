"use client";
import { useEffect, useState } from "react";
import { useLive } from "../providers";
import { type StreamText, withPieces } from "./model/streams";

/** What tasks of a run write, for as long as somebody looks at it. */
export function useStreams(id: string): readonly StreamText[] {
  const live = useLive();
  const [texts, setTexts] = useState<readonly StreamText[]>([]);
  useEffect(() => {
    setTexts([]);
    return live?.join(`run:${id}`, {
      position: () => ({ after: 0, incarnation: "" }),
      onBatch: () => true,
      onStream: (pieces) => setTexts((before) => withPieces(before, pieces)),
      onResync: () => undefined,
      onRefused: () => undefined,
    });
  }, [live, id]);
  return texts;
}
