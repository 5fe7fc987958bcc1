import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

interface FoldButtonProps {
  readonly isOpen: boolean;
  readonly onFold: () => void;
  readonly children: ComponentChildren;
}

/** A heading that opens and closes what stands below it. */
export function FoldButton({ isOpen, onFold, children }: FoldButtonProps) {
  return (
    <button class="fold" aria-expanded={isOpen} onClick={onFold}>
      <Icon name={isOpen ? "chevron-down" : "chevron-right"} />
      {children}
    </button>
  );
}
