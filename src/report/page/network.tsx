import type { VNode } from 'preact';
import { visible } from './transcripts/visible.js';

export interface NetworkLink {
  /** Indexes of the names. */
  from: number;
  to: number;
  count: number;
}

interface NetworkProps {
  title: string;
  names: readonly string[];
  links: readonly NetworkLink[];
}

const radius = 62;
const middle = { x: 170, y: 100 };

/**
 * Who addresses whom, on a circle: each link bends to the right of its direction, so that both directions are seen, and is
 * wider the more often it was used. The table beside it has the same numbers.
 */
export function Network({ title, names, links }: NetworkProps): VNode {
  const most = Math.max(1, ...links.map(({ count }) => count));
  const loops = new Set(links.flatMap(({ from, to }) => (from === to ? [from] : [])));
  const points = names.map((_, index) => pointAt(index, names.length));
  return (
    <svg class="network" viewBox="0 0 340 200" role="img" aria-label={title}>
      {links.map(({ from, to, count }) => {
        const [one, other] = [points[from], points[to]];
        if (!one || !other) return null;
        const width = 1 + (4 * count) / most;
        return (
          <g key={`${from} ${to}`} class="link">
            <title>{`${names[from] ?? ''} → ${names[to] ?? ''}: ${count}`}</title>
            <path d={from === to ? loop(one) : arc(one, other)} style={{ strokeWidth: width }} />
            {from !== to && <path class="head" d={headAt(one, other, width)} />}
          </g>
        );
      })}
      {points.map((point, index) => (
        <g key={index}>
          <circle cx={point.x} cy={point.y} r={6} />
          <text {...labelPlace(point, loops.has(index))}>{short(names[index] ?? '')}</text>
        </g>
      ))}
    </svg>
  );
}

interface Point {
  x: number;
  y: number;
}

function pointAt(index: number, of: number): Point {
  const angle = (2 * Math.PI * index) / of - Math.PI / 2;
  return { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
}

/** The control point of a link's curve, to the right of the straight line. */
function bend(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { x: (from.x + to.x) / 2 - dy * 0.18, y: (from.y + to.y) / 2 + dx * 0.18 };
}

/** The end of a link, in front of the circle of its target. */
function endOf(from: Point, to: Point, gap: number): { end: Point; along: Point } {
  const control = bend(from, to);
  const length = Math.hypot(to.x - control.x, to.y - control.y) || 1;
  const along = { x: (to.x - control.x) / length, y: (to.y - control.y) / length };
  return { end: { x: to.x - along.x * gap, y: to.y - along.y * gap }, along };
}

function arc(from: Point, to: Point): string {
  const control = bend(from, to);
  const { end } = endOf(from, to, 13);
  return `M${at(from)} Q${at(control)} ${at(end)}`;
}

function headAt(from: Point, to: Point, width: number): string {
  const { end: tip, along } = endOf(from, to, 7);
  const [length, half] = [6 + width, 2.5 + width / 1.6];
  const back = { x: tip.x - along.x * length, y: tip.y - along.y * length };
  const sides = [1, -1].map((side) => at({ x: back.x - along.y * half * side, y: back.y + along.x * half * side }));
  return `M${at(tip)} L${sides.join(' L')} Z`;
}

/** From an actor, or a role, to itself: outside the circle. */
function loop(point: Point): string {
  const [ux, uy] = [(point.x - middle.x) / radius, (point.y - middle.y) / radius];
  const corner = (side: number): Point => ({
    x: point.x + ux * 26 - uy * 18 * side,
    y: point.y + uy * 26 + ux * 18 * side,
  });
  return `M${at(point)} C${at(corner(1))} ${at(corner(-1))} ${at(point)}`;
}

function at({ x, y }: Point): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}

/** Beyond the loop, if there is one. */
function labelPlace(
  { x, y }: Point,
  hasLoop: boolean,
): { x: number; y: number; 'text-anchor': 'start' | 'middle' | 'end' } {
  const isAside = Math.abs(x - middle.x) > 8;
  const anchor = !isAside ? 'middle' : x > middle.x ? 'start' : 'end';
  return {
    x: isAside ? x + Math.sign(x - middle.x) * (hasLoop ? 25 : 11) : x,
    y: isAside ? y + 4 : y + Math.sign(y - middle.y) * (hasLoop ? 26 : 12) + (y < middle.y ? 0 : 8),
    'text-anchor': anchor,
  };
}

/** The full name is in the table. */
function short(name: string): string {
  const text = visible(name);
  return text.length > 14 ? `${text.slice(0, 13).toWellFormed()}…` : text;
}
