"use client";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { placeBeside } from "./model/beside";

type TipProps = {
  readonly id: string;
  readonly anchor: Element;
  readonly children: ReactNode;
  readonly onEnter: () => void;
  readonly onLeave: () => void;
  readonly onScroll: () => void;
};

/** The words themselves, beside what they are about. */
export function Tip({ id, anchor, children, onEnter, onLeave, onScroll }: TipProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly left: number; readonly top: number } | null>(null);
  useLayoutEffect(() => {
    if (!box.current) return;
    const { offsetWidth: width, offsetHeight: height } = box.current;
    const screen = { width: document.documentElement.clientWidth, height: window.innerHeight };
    setPlace(placeBeside(anchor.getBoundingClientRect(), { width, height }, screen));
  }, [anchor]);
  useEffect(() => {
    addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => removeEventListener("scroll", onScroll, { capture: true });
  }, [onScroll]);
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      className="fixed z-50 w-max max-w-80 animate-appear rounded bg-ink px-2 py-1 text-ground text-small shadow-float"
      style={place ?? { left: 0, top: 0, visibility: "hidden" }}
    >
      {children}
    </div>,
    document.body,
  );
}
