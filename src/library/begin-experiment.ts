import type { Backend } from '../backends/backend.js';
import { annotateDiscussions } from '../experiment/annotate-discussions.js';
import { generateDiscussions } from '../experiment/generate-discussions.js';
import { openSession } from '../experiment/session.js';
import type { Failure } from '../generated/failure.js';
import { countsOf } from '../run/progress.js';
import type { RunPorts } from '../run/make-documents.js';
import { usualRules } from '../run/run-rules.js';
import type { JobKind, RunStore } from '../store/run-store.js';
import type { DescribedExperiment } from './open-described.js';
import { inWords, speakingOfOptions } from './in-option-words.js';
import type { BeginOptions, Progress } from './options.js';

/** What a run has made. */
export interface MadeDocuments {
  progress: Progress;
  failures: readonly Omit<Failure, 'kind'>[];
  /** In the order of their ids. */
  ids: readonly string[];
  read(id: string): Promise<unknown>;
}

/** Runs an experiment as the command line does, on the models that are loaded. */
export async function beginExperiment(
  kind: JobKind,
  { experiment, models }: DescribedExperiment,
  { signal, onProgress, retryFailed = false, memory }: BeginOptions & { memory: RunStore | undefined },
): Promise<MadeDocuments> {
  signal?.throwIfAborted();
  const session = await openSession(experiment, {
    rules: { ...usualRules, retryFailed },
    ...(memory && { openStore: () => memory }),
    loadBackend: (model) => Promise.resolve(lend(models(model).backend)),
  });
  const stop = (): void => {
    session.stop.request();
  };
  const thrown: unknown[] = [];
  if (onProgress)
    session.listen((progress) => {
      try {
        onProgress(countsOf(progress));
      } catch (error) {
        thrown.push(error);
        stop();
      }
    });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const make = (ports: RunPorts) => work[kind](experiment.config, experiment.inputs, ports);
    const made = await speakingOfOptions(() => makeIn(session, make, kind));
    if (thrown.length > 0) throw thrown[0];
    signal?.throwIfAborted();
    return made;
  } finally {
    signal?.removeEventListener('abort', stop);
    await session.close();
  }
}

const work = { discussion: generateDiscussions, annotation: annotateDiscussions };

async function makeIn(
  session: Awaited<ReturnType<typeof openSession>>,
  make: (ports: RunPorts) => Promise<Progress>,
  kind: JobKind,
): Promise<MadeDocuments> {
  const failures: Omit<Failure, 'kind'>[] = [];
  const found: MadeDocuments[] = [];
  await session.run(async (ports) => {
    const { store } = ports;
    const recordFailure: RunStore['recordFailure'] = (of, id, failure) => {
      const { story, causes } = failure;
      failures.push({ ...failure, story: inWords(story), ...(causes && { causes: causes.map(inWords) }) });
      return store.recordFailure(of, id, failure);
    };
    const progress = { ...(await make({ ...ports, store: { ...store, recordFailure } })) };
    const ids = [...(await store.published(kind))].sort();
    found.push({ progress, failures, ids, read: (id) => store.readPublished(kind, id) });
    return progress.failed > 0 ? 1 : 0;
  });
  const [made] = found;
  if (!made) throw new Error('a run ended without an end');
  return made;
}

/** A session closes its backends; this one is the user's, who may go on with it. */
function lend(backend: Backend): Backend {
  return new Proxy(backend, {
    get(target, key) {
      if (key === 'close') return () => Promise.resolve();
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
