"use client";
import { useMutation } from "@tanstack/react-query";
import { messageOf, useTRPC } from "../providers";
import { toast } from "../ui";

export function useSignOut() {
  const trpc = useTRPC();
  return useMutation(
    trpc.session.signOut.mutationOptions({
      onSuccess: () => location.assign("/sign-in"),
      onError: (error) => toast.error("You are still signed in", { description: messageOf(error) }),
    }),
  );
}
