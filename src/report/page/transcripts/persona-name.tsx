import type { TargetedPointerEvent, VNode } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Block } from '../../report-data.js';
import { visible } from './visible.js';

interface PersonaNameProps {
  name: string;
  /** Undefined if nothing is known of the person. */
  traits: Block['personas'][number] | undefined;
}

/** A name that shows its persona on hover, tap and focus; Escape closes it. */
export function PersonaName({ name, traits }: PersonaNameProps): VNode {
  const [isOpen, setOpen] = useState(false);
  const card = useId();
  const wrapper = useRef<HTMLSpanElement>(null);
  useEffect(() => (isOpen ? closeOutside(wrapper.current, setOpen) : undefined), [isOpen]);
  if (!traits) return <bdi class="person">{visible(name)}</bdi>;
  const byMouse = (open: boolean) => (event: TargetedPointerEvent<HTMLSpanElement>) => {
    if (event.pointerType === 'mouse') setOpen(open || wrapper.current?.contains(document.activeElement) === true);
  };
  return (
    <span ref={wrapper} class="has-card" onPointerEnter={byMouse(true)} onPointerLeave={byMouse(false)}>
      <button
        type="button"
        class="person"
        aria-expanded={isOpen}
        aria-controls={card}
        onFocus={() => {
          setOpen(true);
        }}
        onBlur={() => {
          setOpen(false);
        }}
        onClick={() => {
          setOpen(true);
        }}
      >
        <bdi>{visible(name)}</bdi>
      </button>
      <span class="card" id={card} hidden={!isOpen}>
        {traits.map(([trait, value]) => (
          <span key={trait} class="trait">
            <bdi class="key">{visible(trait.replaceAll('_', ' '))}</bdi> <bdi>{visible(value)}</bdi>
          </span>
        ))}
      </span>
    </span>
  );
}

/** Closes a card by Escape and by a tap elsewhere, which moves no focus on a phone. */
function closeOutside(wrapper: HTMLElement | null, setOpen: (open: boolean) => void): () => void {
  const byKey = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') setOpen(false);
  };
  const byTap = ({ target }: PointerEvent): void => {
    if (target instanceof Node && !wrapper?.contains(target)) setOpen(false);
  };
  addEventListener('keydown', byKey);
  addEventListener('pointerdown', byTap);
  return () => {
    removeEventListener('keydown', byKey);
    removeEventListener('pointerdown', byTap);
  };
}
