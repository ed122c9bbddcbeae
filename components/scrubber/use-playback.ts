"use client";
import { useEffect, useRef, useState } from "react";
import { type At, type Pace, played, type Reach } from "./model/travel";

const FRAME_MS = 120;

type Playback = {
  readonly at: At;
  readonly onAt: (at: At) => void;
  readonly pace: Pace;
  readonly reach: Reach;
};

/** Lets time go on from the moment that is looked at, or from the beginning, until it has caught up. */
export function usePlayback(parts: Playback) {
  const [playing, setPlaying] = useState(false);
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    let exact = latest.current.at;
    const timer = setInterval(() => {
      const { at, onAt, pace, reach } = latest.current;
      const time = performance.now();
      const from = exact ?? at ?? reach.from;
      exact = played(from, time - last, pace, reach);
      last = time;
      if (exact === null) setPlaying(false);
      onAt(exact === null ? null : Math.round(exact));
    }, FRAME_MS);
    return () => clearInterval(timer);
  }, [playing]);
  return {
    playing,
    play: () => {
      const { at, onAt, reach } = latest.current;
      if (at === null) onAt(reach.from);
      setPlaying(true);
    },
    pause: () => setPlaying(false),
  };
}
