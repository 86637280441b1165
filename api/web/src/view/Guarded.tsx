import { Component, type ReactNode } from "react";

/** A card whose data we cannot draw shows its own plain text instead of taking the page down. */
export class Guarded extends Component<{ fallback: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
