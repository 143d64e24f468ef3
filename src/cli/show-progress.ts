import { jobKinds } from '../job-kinds.js';
import type { Progress, ProgressListener } from '../run/progress.js';

const terminalEveryMs = 100;
const lineEveryMs = 30_000;

export interface ProgressDisplay {
  tell: ProgressListener;
  /** The current progress in words. */
  describe(): string;
  end(): void;
}

/** Shows progress on stderr: one updating line at a terminal, otherwise a new line every 30 seconds. */
export function showProgress(say: (text: string) => void): ProgressDisplay {
  const isTerminal = process.stderr.isTTY;
  const everyMs = isTerminal ? terminalEveryMs : lineEveryMs;
  let startedAt = Date.now();
  let shownAt = isTerminal ? 0 : startedAt;
  let last: Readonly<Progress> | undefined;
  return {
    tell(progress) {
      const now = Date.now();
      if (progress.kind !== last?.kind) startedAt = now;
      last = progress;
      const isLast = progress.done + progress.failed === progress.total;
      if (now - shownAt < everyMs && !(isLast && isTerminal)) return;
      shownAt = now;
      const text = describeProgress(progress, now - startedAt);
      if (isTerminal) process.stderr.write(`\r\u001b[2K${text}${isLast ? '\n' : ''}`);
      else say(text);
    },
    describe: () => (last ? describeProgress(last, Date.now() - startedAt) : 'nothing made yet'),
    end() {
      if (isTerminal) process.stderr.write('\r\u001b[2K');
    },
  };
}

/** `discussions 12 of 60 · 1 failed · 340 turns · 5.2 per second`. */
function describeProgress(progress: Readonly<Progress>, elapsedMs: number): string {
  const { kind, done, total, failed, completions, remark } = progress;
  const { plural, unit } = jobKinds[kind];
  const rate = elapsedMs > 0 ? ((completions / elapsedMs) * 1000).toFixed(1) : '0.0';
  const parts = [`${plural} ${done} of ${total}`, `${completions} ${unit}`, `${rate} per second`];
  if (remark !== undefined) parts.push(remark);
  if (failed > 0) parts.splice(1, 0, `${failed} failed`);
  return parts.join(' · ');
}
