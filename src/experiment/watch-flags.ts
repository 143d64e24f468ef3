import type { QualityConfig } from '../config/experiment-config.js';
import type { NotedReply } from '../discussion/discuss.js';
import type { RunLog } from '../run/run-log.js';
import { Stopped } from '../run/stop-request.js';

type Limits = Pick<QualityConfig, 'stopAbove' | 'stopAfter'>;

/** Counts flagged replies while a run makes them, by model and role. */
export interface FlagWatch {
  /** Throws Stopped once a model is above a limit, so that its discussions are left as they are. */
  note(reply: NotedReply): void;
  /** Throws Stopped if one of these models is above a limit. */
  admit(models: readonly string[]): void;
  /** The models that are above a limit. */
  stopped(): readonly string[];
  /** `flagged 12 %: repeats_others 8 %, truncated 5 %`; undefined while nothing is flagged. */
  describe(): string | undefined;
  /** Reports the rates at the end of a run. */
  tell(log: Pick<RunLog, 'info' | 'warn'>): void;
}

interface Tally {
  replies: number;
  /** Replies in which anything is found. */
  flagged: number;
  found: Map<string, number>;
}

/** `onStop` is called once for each model that is stopped. */
export function watchFlags(limits: Limits | undefined, onStop: (why: string) => void): FlagWatch {
  const firstTries = new Map<string, Tally>();
  const kept = new Map<string, Tally>();
  const ofModel = new Map<string, Tally>();
  const stopped = new Set<string>();
  const admit = (models: readonly string[]): void => {
    if (models.some((model) => stopped.has(model))) throw new Stopped();
  };
  return {
    admit,
    note(reply) {
      const { model, role, isFirst, isKept } = reply;
      const group = `${model}, ${role}`;
      if (isFirst) add(firstTries, group, reply);
      if (isKept) add(kept, group, reply);
      if (!isFirst) return;
      const reason = limits && whyStop(add(ofModel, model, reply), limits);
      if (reason && !stopped.has(model)) {
        stopped.add(model);
        onStop(`no more discussions with ${model}: ${reason}`);
      }
      admit([model]);
    },
    stopped: () => [...stopped],
    describe() {
      const all = total(kept.values());
      return all.flagged === 0 ? undefined : `flagged ${percent(all.flagged, all.replies)}: ${ratesOf(all, 3)}`;
    },
    tell(to) {
      for (const [group, tally] of kept) tellGroup(to, { group, tally, first: firstTries.get(group) ?? tally });
    },
  };
}

function add(tallies: Map<string, Tally>, key: string, { flags }: NotedReply): Tally {
  const tally = tallies.get(key) ?? { replies: 0, flagged: 0, found: new Map<string, number>() };
  tallies.set(key, tally);
  tally.replies += 1;
  if (flags.length > 0) tally.flagged += 1;
  for (const flag of flags) tally.found.set(flag, (tally.found.get(flag) ?? 0) + 1);
  return tally;
}

function whyStop({ replies, found }: Tally, { stopAbove, stopAfter }: Limits): string | undefined {
  if (replies < stopAfter) return undefined;
  for (const [name, limit] of stopAbove) {
    const count = found.get(name) ?? 0;
    if (count > limit * replies)
      return `${name} in ${count} of its first ${replies} replies (${percent(count, replies)}), and quality.stop_above allows ${percent(limit, 1)}; fix its prompt or its template, or raise the limit, and run the same command again`;
  }
  return undefined;
}

/** Above it, a warning says what to do. */
const oftenCut = 0.1;

function tellGroup(
  log: Pick<RunLog, 'info' | 'warn'>,
  { group, tally, first }: { group: string; tally: Tally; first: Tally },
): void {
  const isResampled = [...first.found].some(([name, count]) => tally.found.get(name) !== count);
  const before = isResampled ? `; first tries: ${ratesOf(first)}` : '';
  if (first.flagged > 0)
    log.info(`${group}: ${tally.flagged} of ${tally.replies} comments flagged: ${ratesOf(tally) || 'none'}${before}`);
  const cut = tally.found.get('truncated') ?? 0;
  if (cut > oftenCut * tally.replies)
    log.warn(`${cut} of ${tally.replies} comments of ${group}, were cut off at max_tokens: raise it`);
}

function total(tallies: Iterable<Tally>): Tally {
  const all: Tally = { replies: 0, flagged: 0, found: new Map() };
  for (const { replies, flagged, found } of tallies) {
    all.replies += replies;
    all.flagged += flagged;
    for (const [name, count] of found) all.found.set(name, (all.found.get(name) ?? 0) + count);
  }
  return all;
}

/** The most frequent first. */
function ratesOf({ found, replies }: Tally, most = Infinity): string {
  const sorted = [...found].toSorted(([, one], [, other]) => other - one).slice(0, most);
  return sorted.map(([name, count]) => `${name} ${percent(count, replies)}`).join(', ');
}

function percent(count: number, of: number): string {
  return `${Number(((100 * count) / of).toFixed(1))} %`;
}
