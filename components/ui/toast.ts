import { Toast } from "@base-ui/react/toast";

/** Shared with the `Toaster` of the page: what is said here shows there, whoever says it. */
export const toastManager = Toast.createToastManager();

type More = {
  readonly description?: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

const say =
  (type: "success" | "error") =>
  (title: string, { description, action }: More = {}): void => {
    toastManager.add({
      title,
      type,
      // What went wrong interrupts a screen reader; that all is well waits for its turn.
      priority: type === "error" ? "high" : "low",
      ...(description === undefined ? {} : { description }),
      ...(action ? { actionProps: { children: action.label, onClick: action.onClick } } : {}),
    });
  };

/** The result of one's own act. What others did belongs to the notifications. */
export const toast = { success: say("success"), error: say("error") };
