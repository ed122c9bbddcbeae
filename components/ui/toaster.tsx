"use client";
import { Suspense, useEffect, useState } from "react";
import { Button } from "./button";
import { lazyPart } from "./lazy-part";
import type { Retry } from "./missing";
import { Notice } from "./notice";
import { onFirstToast, type Said, showToasts } from "./toast";

const Toasts = lazyPart(() => import("./toasts"), PlainToasts);

/** Where toasts appear: one for the page. What draws them is loaded with the first one. */
export function Toaster() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstToast(() => setWanted(true)), []);
  return wanted ? (
    <Suspense>
      <Toasts />
    </Suspense>
  ) : null;
}

const isSame = (one: Said, other: Said) => one.title === other.title && one.description === other.description;

/** That a request failed has to be said most of all when the server is away, and with it what draws toasts. */
function PlainToasts({ retry }: Retry) {
  const [said, setSaid] = useState<readonly Said[]>([]);
  useEffect(
    () => showToasts((next) => setSaid((before) => [...before.filter((one) => !isSame(one, next)), next])),
    [],
  );
  const [first, ...rest] = said;
  if (!first) return null;
  const dismiss = () => {
    setSaid(rest);
    // Once all of them are read, the next ones may look as they should.
    if (rest.length === 0) retry();
  };
  const { type, title, description, action } = first;
  return (
    <Notice type={type} title={title} description={description} onDismiss={dismiss}>
      {action ? (
        <Button size="small" onClick={action.onClick} className="mt-1">
          {action.label}
        </Button>
      ) : null}
    </Notice>
  );
}
