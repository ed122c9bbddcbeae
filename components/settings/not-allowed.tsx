import { EmptyState } from "../ui";

/** In the place of settings that somebody's role does not open. */
export function NotAllowed({ role, least }: { readonly role: string; readonly least: string }) {
  return (
    <div data-testid="not-allowed">
      <EmptyState title="Your role does not open this page">
        You are {role}. It takes {least} or above; ask an owner.
      </EmptyState>
    </div>
  );
}
