"use client";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "../providers";
import { Confirm } from "../ui";
import type { RoleName } from "./model/places";
import type { Person } from "./people-table";
import { useAct } from "./use-act";

export type PersonAct =
  | { readonly kind: "role"; readonly person: Person; readonly role: string }
  | { readonly kind: "sessions" | "enable" | "disable" | "remove"; readonly person: Person };

type ConfirmProps = { readonly act: PersonAct | null; readonly onClose: () => void };

/** Asks before something happens to a person, and says what it means for them. */
export function PersonConfirm({ act, onClose }: ConfirmProps) {
  const { run, busy } = usePersonActs(onClose);
  const words = act ? WORDS[act.kind] : null;
  return (
    <Confirm
      open={act !== null}
      onOpenChange={(open) => !open && onClose()}
      title={words && act ? words.title(act) : ""}
      verb={words?.verb ?? ""}
      keep="Leave it"
      busy={busy}
      onConfirm={() => act && run(act)}
    >
      {words?.means}
    </Confirm>
  );
}

type Words = { readonly title: (act: PersonAct) => string; readonly verb: string; readonly means: string };

const WORDS: Readonly<Record<PersonAct["kind"], Words>> = {
  role: {
    title: (act) => `Make ${act.person.name} ${act.kind === "role" ? act.role : ""}?`,
    verb: "Change role",
    means:
      "All sessions of this person end; they sign in again with the new role. Their tokens follow at once.",
  },
  sessions: {
    title: ({ person }) =>
      `End ${person.sessions === 1 ? "the session" : `${person.sessions} sessions`} of ${person.name}?`,
    verb: "End sessions",
    means: "Open pages of this person close within 5 seconds. They may sign in again.",
  },
  enable: {
    title: ({ person }) => `Enable ${person.name}?`,
    verb: "Enable",
    means: "This person may sign in again, and their tokens work again.",
  },
  disable: {
    title: ({ person }) => `Disable ${person.name}?`,
    verb: "Disable",
    means: "All sessions end, and tokens stop, until this person is enabled again.",
  },
  remove: {
    title: ({ person }) => `Remove ${person.name}?`,
    verb: "Remove person",
    means: "Account, sessions, tokens and invitations of this person go. The audit log keeps what they did.",
  },
};

function usePersonActs(onClose: () => void) {
  const trpc = useTRPC();
  const act = useAct();
  const role = useMutation(trpc.users.changeRole.mutationOptions());
  const sessions = useMutation(trpc.users.endSessions.mutationOptions());
  const enable = useMutation(trpc.users.enable.mutationOptions());
  const disable = useMutation(trpc.users.disable.mutationOptions());
  const remove = useMutation(trpc.users.remove.mutationOptions());
  const failed = "Nothing was changed";
  const run = (wanted: PersonAct) => {
    const { id } = wanted.person;
    switch (wanted.kind) {
      case "role":
        return act(
          role,
          { id, role: wanted.role as RoleName },
          { done: "Role changed", failed, after: onClose },
        );
      case "sessions":
        return act(sessions, { id }, { done: "Sessions ended", failed, after: onClose });
      case "enable":
        return act(enable, { id }, { done: "Person enabled", failed, after: onClose });
      case "disable":
        return act(disable, { id }, { done: "Person disabled", failed, after: onClose });
      case "remove":
        return act(remove, { id }, { done: "Person removed", failed, after: onClose });
    }
  };
  const busy = [role, sessions, enable, disable, remove].some(({ isPending }) => isPending);
  return { run, busy };
}
