import type { VNode } from 'preact';
import { useState } from 'preact/hooks';

/** Folded, and made only when it is opened: a large study has thousands of points. */
export function Opened({ title, children }: { title: string; children: () => VNode }): VNode {
  const [wasOpened, setOpened] = useState(false);
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) setOpened(true);
      }}
    >
      <summary>{title}</summary>
      {wasOpened && children()}
    </details>
  );
}
