import type { ExperimentConfig } from '../../config/experiment-config.js';
import { channelsOf } from '../../notify/channels-of.js';
import type { Session } from '../session.js';
import { describeTroubles } from '../status/describe-status.js';
import { stalledSeconds } from '../status/stalled-seconds.js';
import { composeNotice } from './compose-notice.js';
import { judgeEnd, type RunEnd, type ToTell } from './judge-end.js';
import { openDelivery } from './open-delivery.js';
import { forgetTold, wasToldLately } from './recent-notices.js';
import { tallyJobs } from './tally-jobs.js';

/** Tells a person what becomes of a command that makes documents. Nothing here throws, or holds up the run. */
export interface Notifier {
  /** Tells if the session stalls, until the returned function is called. */
  follow(session: Session, work: Pick<ExperimentConfig, 'annotationSet'>): () => void;
  stoppedByQuality(why: string): void;
  /** Tells how the command ended. Waits for whatever is being told, at most `longestWaitMs`. */
  end(end: RunEnd): Promise<void>;
}

const lookEveryMs = 2000;
/** Each command and server has five seconds; the sixth is for a disk that hangs. */
const longestWaitMs = 6000;

/** `say` is for warnings while no session is open. */
export function openNotifier(config: ExperimentConfig, say: (text: string) => void): Notifier {
  const { notify } = config;
  if (!notify)
    return { follow: () => () => undefined, stoppedByQuality: () => undefined, end: () => Promise.resolve() };
  const jobs = tallyJobs();
  const pending = new Set<Promise<void>>();
  const deliver = openDelivery(channelsOf(notify));
  let session: Session | undefined;
  let why: string | undefined;
  let isStoppedByQuality = false;
  const warn = (text: string): void => {
    if (session) session.log.warn(text);
    else say(text);
  };
  const tell = (told: ToTell): void => {
    if (!notify.events.includes(told.event)) return;
    const notice = composeNotice(told, { config, jobs, session });
    const telling = atMostHourly(config, told, () => deliver.send(notice, warn));
    pending.add(telling);
    void telling.finally(() => pending.delete(telling));
  };
  return {
    follow(followed, { annotationSet }) {
      session = followed;
      void deliver.check(warn);
      followed.listen((progress) => {
        jobs.note(annotationSet, progress);
      });
      const timer = watchForStalls(followed, tell);
      return () => {
        clearInterval(timer);
        why = followed.stop.why;
        session = undefined;
      };
    },
    stoppedByQuality(reason) {
      isStoppedByQuality = true;
      tell({ event: 'quality', reason, key: `quality ${reason.split(':')[0] ?? ''}` });
    },
    async end(end) {
      const told = judgeEnd(end, { jobs, why: session?.stop.why ?? why, isStoppedByQuality });
      if (told) tell(told);
      await atMost(longestWaitMs, Promise.all(pending));
    },
  };
}

async function atMostHourly(
  { runDir }: ExperimentConfig,
  { key }: ToTell,
  send: () => Promise<boolean>,
): Promise<void> {
  if (key !== undefined && (await wasToldLately(runDir, key))) return;
  const isTold = await send();
  if (key !== undefined && !isTold) await forgetTold(runDir, key);
}

/** Once for each time that nothing happens. */
function watchForStalls(session: Session, tell: (told: ToTell) => void): NodeJS.Timeout {
  let isTold = false;
  return setInterval(() => {
    const now = new Date();
    const status = session.status();
    const isStalled = stalledSeconds(status, now) !== undefined;
    if (isStalled && !isTold)
      tell({ event: 'stalled', reason: describeTroubles(status, now).join(' · '), key: 'stalled' });
    isTold = isStalled;
  }, lookEveryMs).unref();
}

async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
