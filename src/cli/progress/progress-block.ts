import { describePace, describeTroubles, describeTurns, roughly } from '../../experiment/status/describe-status.js';
import { secondsBetween } from '../../experiment/status/seconds-between.js';
import type { Status, StatusProgress } from '../../generated/status.js';
import { jobKinds } from '../../job-kinds.js';
import { printable } from '../../log/printable.js';
import { fitWidth, padWidth, type MeasureText } from './fit-width.js';

const longestBar = 30;
const shortestBar = 4;
const mostModels = 8;
const mostJobs = 3;

export interface BlockFrame {
  columns: number;
  rows: number;
  now: Date;
  measure: MeasureText;
  /** Colours a part of a line. */
  paint: (colour: 'green' | 'yellow' | 'dim', text: string) => string;
}

/**
 * How a run stands, as lines of a terminal, none wider than it is: a bar for all and one for each of several models, the
 * pace, what is wrong, and the jobs that take longest. In a low window the last lines are left out.
 */
export function progressBlock(status: Status, frame: BlockFrame): string[] {
  const { measure, paint, now } = frame;
  const columns = frame.columns - 1; // a terminal wraps a line that fills it
  const current = status.progress.at(-1);
  const rest = (lines: readonly string[], colour: 'yellow' | 'dim'): string[] =>
    lines.map((line) => paint(colour, fitWidth(printable(line), columns, measure)));
  const pace = describePace(status).join(' · ');
  const lines = [
    ...(current ? drawBars(current, { ...frame, columns }) : []),
    ...[status.loading ? 'loading the model …' : pace || 'starting …'].map((line) =>
      fitWidth(printable(line), columns, measure),
    ),
    ...rest(describeTroubles(status, now), 'yellow'),
    ...rest(current ? describeOldest(current, now) : [], 'dim'),
  ];
  return lines.slice(0, Math.max(1, frame.rows - 1));
}

function drawBars(progress: StatusProgress, frame: BlockFrame): string[] {
  const { kind, done, total, failed, turns = { done, total }, models = [] } = progress;
  const failing = failed > 0 ? [`${failed} failed`] : [];
  const shown = models.filter((model) => model.turns.done < model.turns.total).slice(0, mostModels);
  const bars: Bar[] = [
    {
      label: jobKinds[kind].plural,
      ...turns,
      text: [describeTurns(progress), `${done} of ${total} done`, ...failing].join(' · '),
    },
    ...(models.length > 1
      ? shown.map(({ name, turns: own }) => ({ label: `  ${name}`, ...own, text: `${own.done} of ${own.total}` }))
      : []),
  ];
  return bars.map((bar) => drawBar(bar, bars, frame));
}

interface Bar {
  label: string;
  done: number;
  total: number;
  text: string;
}

/** Labels and bars get what the texts leave; a window without room for a bar has none. */
export function drawBar(bar: Bar, bars: readonly Bar[], { columns, measure, paint }: BlockFrame): string {
  const widest = (of: (one: Bar) => string): number => Math.max(...bars.map((one) => measure(of(one))));
  const labels = Math.min(
    widest(({ label }) => label),
    Math.max(12, Math.floor(columns / 4)),
  );
  const room = columns - labels - widest(({ text }) => text) - 4;
  const shortRoom = columns - labels - measure(bar.text.split(' · ')[0] ?? '') - 4;
  const length = Math.min(longestBar, Math.max(room, Math.min(shortRoom, 10)));
  const label = padWidth(printable(bar.label), labels, measure);
  if (length < shortestBar) return fitWidth(`${label}  ${bar.text}`, columns, measure);
  const full = bar.total > 0 ? Math.floor((length * bar.done) / bar.total) : 0;
  const drawn = paint('green', '█'.repeat(full)) + paint('dim', '░'.repeat(length - full));
  return `${label}  ${drawn}  ${fitWidth(bar.text, columns - labels - length - 4, measure)}`;
}

function describeOldest({ running = [] }: StatusProgress, now: Date): string[] {
  return running.slice(0, mostJobs).map(({ job, turn, of, since }) => {
    return `${job} at turn ${turn} of ${of} for ${roughly(secondsBetween(since, now))}`;
  });
}
