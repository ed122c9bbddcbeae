"use client";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { type Command, Commands } from "./model/commands";
import { countingIn, type Place } from "./model/place";
import { Sequencer } from "./model/sequencer";
import { placeOf } from "./place-of";

const CommandsContext = createContext<Commands | null>(null);

/** The one listener for shortcuts, and the commands that they reach. */
export function KeysProvider({ children }: { readonly children: ReactNode }) {
  const [commands] = useState(() => new Commands());
  useEffect(() => {
    const sequencer = new Sequencer();
    let place: Place = "page";
    const onCapture = ({ target }: KeyboardEvent) => {
      place = placeOf(target);
    };
    const onKey = (event: KeyboardEvent) => dispatch(event, place, commands, sequencer);
    addEventListener("keydown", onCapture, true);
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("keydown", onCapture, true);
      removeEventListener("keydown", onKey);
    };
  }, [commands]);
  return <CommandsContext value={commands}>{children}</CommandsContext>;
}

function dispatch(event: KeyboardEvent, place: Place, commands: Commands, sequencer: Sequencer): void {
  if (event.defaultPrevented || event.isComposing) return;
  const wanting = commands.all().filter(({ when }) => !when || when(event));
  const ids = countingIn(
    wanting.map(({ id }) => id),
    place,
  );
  const outcome = sequencer.press(event, ids, event.timeStamp);
  if (outcome === null) return;
  event.preventDefault();
  if (outcome !== "begun") wanting.find(({ id }) => id === outcome.id)?.run(event);
}

export function useCommandRegistry(): Commands {
  const commands = useContext(CommandsContext);
  if (!commands) throw new Error("Commands need a KeysProvider above them.");
  return commands;
}

const none: readonly Command[] = [];

/** What can be done now; changes as parts of the page come and go. */
export function useAllCommands(): readonly Command[] {
  const commands = useCommandRegistry();
  return useSyncExternalStore(commands.subscribe, commands.all, () => none);
}

/**
 * Offers commands while the component is on screen. They may be made anew on each render: only what a person sees of
 * them (ids, titles) registers them again.
 */
export function useCommands(offered: readonly Command[]): void {
  const commands = useCommandRegistry();
  const latest = useRef(offered);
  useEffect(() => {
    latest.current = offered;
  });
  const seen = JSON.stringify(offered.map(({ id, title, section, words }) => [id, title, section, words]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `seen` says when they differ
  useEffect(() => {
    const find = (id: string) => latest.current.find((command) => command.id === id);
    return commands.add(
      latest.current.map((command) => ({
        ...command,
        run: (event) => find(command.id)?.run(event),
        ...(command.when ? { when: (event: KeyboardEvent) => find(command.id)?.when?.(event) ?? true } : {}),
      })),
    );
  }, [commands, seen]);
}
