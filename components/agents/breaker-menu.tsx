"use client";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import type { BreakerSummary } from "#server/services/types-breakers";
import { useMay } from "../providers";
import { Button, Menu } from "../ui";
import { BreakerDialog } from "./breaker-dialog";
import { ACTS, type BreakerAct } from "./model/acts";

type MenuProps = { readonly breaker: BreakerSummary; readonly name: string };

/** What a person may do with a breaker; each act asks for a reason. */
export function BreakerMenu({ breaker, name }: MenuProps) {
  const mayAct = useMay("breaker.hold");
  const [act, setAct] = useState<BreakerAct | null>(null);
  if (!mayAct) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button look="quiet" size="icon" aria-label={`Act on the breaker of ${name}`}>
            <Ellipsis aria-hidden />
          </Button>
        }
        items={ACTS.map(({ act: each, label, note }) => ({ label, note, onSelect: () => setAct(each) }))}
      />
      <BreakerDialog breaker={breaker} name={name} act={act} onClose={() => setAct(null)} />
    </>
  );
}
