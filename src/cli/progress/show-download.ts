import { styleText } from 'node:util';
import { describeBytes } from '../../experiment/doctor/finding.js';
import type { PullProgress } from '../../experiment/models/pull-model.js';
import { roughly } from '../../experiment/status/describe-status.js';
import { printable } from '../../log/printable.js';
import { drawBar } from './progress-block.js';

const drawEveryMs = 500;
const lineEveryMs = 30_000;
/** The pace is that of so long. */
const paceOverMs = 20_000;

export interface DownloadDisplay {
  tell(progress: PullProgress): void;
  end(): void;
}

/** Shows a download on stderr: a bar that moves at a terminal, elsewhere a line every 30 seconds. */
export async function openDownloadDisplay(isQuiet: boolean): Promise<DownloadDisplay> {
  const pace = openPace();
  const { draw, end, everyMs } = await openScreen(isQuiet);
  let latest: PullProgress | undefined;
  const timer = setInterval(() => {
    if (latest) draw(latest, describeDownload(latest, pace.of(latest)));
  }, everyMs).unref();
  return {
    tell(progress) {
      pace.note(progress);
      latest = progress;
    },
    end() {
      clearInterval(timer);
      end();
    },
  };
}

interface Screen {
  draw: (progress: PullProgress, text: string) => void;
  end: () => void;
  everyMs: number;
}

async function openScreen(isQuiet: boolean): Promise<Screen> {
  const stream = process.stderr;
  if (isQuiet) return { draw: () => undefined, end: () => undefined, everyMs: lineEveryMs };
  if (!stream.isTTY || stream.columns === 0 || process.env['TERM'] === 'dumb')
    return { draw: printLine, end: () => undefined, everyMs: lineEveryMs };
  const [{ createLogUpdate }, { default: measure }] = await Promise.all([import('log-update'), import('string-width')]);
  const update = createLogUpdate(stream, { showCursor: true });
  const paint = (colour: Parameters<typeof styleText>[0], part: string): string => styleText(colour, part, { stream });
  return {
    everyMs: drawEveryMs,
    draw({ uri, bytes, total }, text) {
      const bar = { label: uri, done: bytes, total, text };
      const { columns, rows } = stream;
      update(drawBar(bar, [bar], { columns: columns - 1, rows, now: new Date(), measure, paint }));
    },
    end() {
      update.clear();
      update.done();
    },
  };
}

function printLine({ uri }: PullProgress, text: string): void {
  process.stderr.write(`info  ${printable(uri)}: ${text}\n`);
}

/** `1.2 GB of 4.9 GB · 34 MB/s · about 2 min left`; the pace in bytes per second. */
function describeDownload({ step, bytes, total }: PullProgress, pace: number): string {
  const part = `${describeBytes(bytes)} of ${describeBytes(total)}`;
  if (step === 'checking') return `checking the sum: ${part}`;
  if (pace <= 0) return `${part} · waiting`;
  return [part, `${describeBytes(pace)}/s`, `about ${roughly((total - bytes) / pace)} left`].join(' · ');
}

/** Bytes per second in the last while. */
function openPace(): { note(progress: PullProgress): void; of(progress: PullProgress): number } {
  let samples: { at: number; bytes: number }[] = [];
  return {
    note({ bytes }) {
      const at = performance.now();
      const last = samples.at(-1);
      if (last && at - last.at < drawEveryMs) return;
      samples = [...samples.filter((one) => at - one.at < paceOverMs), { at, bytes }];
    },
    of({ bytes }) {
      const [first] = samples.filter((one) => performance.now() - one.at < paceOverMs);
      return first ? Math.max(0, bytes - first.bytes) / Math.max(0.1, (performance.now() - first.at) / 1000) : 0;
    },
  };
}
