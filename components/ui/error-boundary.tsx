"use client";
import { Component, type ReactNode } from "react";

type Props = {
  readonly children: ReactNode;
  readonly fallback: (error: Error, retry: () => void) => ReactNode;
};
type State = { readonly error: Error | null };

/** Keeps what breaks inside from taking the page with it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  readonly retry = (): void => this.setState({ error: null });

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : this.props.fallback(error, this.retry);
  }
}
