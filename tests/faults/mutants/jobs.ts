import { damaged, fullModelDisk, power, requests, verified, type Mutant } from './mutant.js';

/** Bugs in how jobs are asked for, given up, stopped and finished. */
export const jobs: readonly Mutant[] = [
  {
    name: 'a failed label leaves its siblings appending to a closed journal',
    file: 'run/run-job.js',
    from: 'await Promise.allSettled(step.value.map(complete))',
    to: "await Promise.all(step.value.map((one) => complete(one).then((value) => ({ status: 'fulfilled', value }))))",
    rows: [requests('meetTroubles')],
  },
  {
    name: 'nobody waits for room to publish',
    file: 'run/run-job.js',
    from: 'await waitForRoom(() => run.store.publish(job.line.kind, job.line.id, document), run);',
    to: 'await run.store.publish(job.line.kind, job.line.id, document);',
    rows: [fullModelDisk],
  },
  {
    name: 'nobody waits for room to start an attempt',
    file: 'run/job-journal.js',
    from: 'let holder = waitForRoom(start, run);',
    to: 'let holder = start();',
    rows: [{ ...fullModelDisk, share: 2 }],
  },
  {
    name: 'a full disk is waited for once, and not again',
    file: 'run/wait-for-room.js',
    from: 'const retryAt = [0.1, 0.3, 0.6];',
    to: 'const retryAt = [];',
    rows: [fullModelDisk],
  },
  {
    name: 'a failure is cleared before its job is published',
    file: 'run/run-job.js',
    from: `await waitForRoom(() => run.store.publish(job.line.kind, job.line.id, document), run);
        await run.store.clearFailure(job.line.kind, job.line.id);`,
    to: `await run.store.clearFailure(job.line.kind, job.line.id);
        await waitForRoom(() => run.store.publish(job.line.kind, job.line.id, document), run);`,
    rows: [requests('meetTroubles')],
  },
  {
    name: 'a failure is never cleared',
    file: 'run/run-job.js',
    from: 'await run.store.clearFailure(job.line.kind, job.line.id);',
    to: '',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'published before `done`',
    file: 'run/run-job.js',
    from: 'await journal.finish();',
    to: '',
    also: {
      file: 'run/run-job.js',
      from: 'await run.store.clearFailure(job.line.kind, job.line.id);',
      to: `await journal.finish();
        await run.store.clearFailure(job.line.kind, job.line.id);`,
    },
    rows: [verified('loseLastDocument')],
  },
  {
    name: '`done` is written, and not waited for',
    file: 'run/run-job.js',
    from: 'await journal.finish();',
    to: 'void journal.finish().catch(() => undefined);',
    rows: [verified('loseLastDocument')],
  },
  {
    name: 'a job that fails leaves its journal open',
    file: 'run/run-job.js',
    from: 'await journal.abandon();',
    to: '',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'a job is counted before it is published',
    file: 'run/run-jobs.js',
    from: `await runJob(job, run);
        course.failedInARow = [];
        run.progress.published(job.line.id);`,
    to: `run.progress.published(job.line.id);
        await runJob(job, run);
        course.failedInARow = [];`,
    rows: [requests('meetTroubles')],
  },
  {
    name: 'failures that are not in a row add up to a dead engine',
    file: 'run/run-jobs.js',
    from: `await runJob(job, run);
        course.failedInARow = [];`,
    to: 'await runJob(job, run);',
    rows: [requests('meetScatteredTroubles')],
  },
  {
    name: 'a dead engine is noticed one job too late',
    file: 'run/run-jobs.js',
    from: 'if (course.failedInARow.length >= failuresInARow)',
    to: 'if (course.failedInARow.length > failuresInARow)',
    rows: [requests('meetDeadEngine')],
  },
  {
    name: 'an engine that still answers is taken for dead',
    file: 'run/run-jobs.js',
    from: 'const isAlive = answers.every(Boolean);',
    to: 'const isAlive = false;',
    rows: [requests('meetDeadEngine')],
  },
  {
    name: 'after a fatal error the other jobs go on',
    file: 'run/run-jobs.js',
    from: `course.fatal ??= fatal instanceof Error ? fatal : new Error(String(fatal));
            run.stop.request();`,
    to: 'course.fatal ??= fatal instanceof Error ? fatal : new Error(String(fatal));',
    rows: [requests('meetDeadEngine')],
  },
  {
    name: 'a failure has no story',
    file: 'run/run-jobs.js',
    from: 'await run.store.recordFailure(kind, id, failure);',
    to: '',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'after a stop, jobs go on to their end',
    file: 'run/complete-request.js',
    from: `if (run.stop.requested)
        throw new Stopped();`,
    to: '',
    rows: [requests('meetStop')],
  },
  {
    name: 'after a stop, jobs are begun',
    file: 'run/run-jobs.js',
    from: 'job && !run.stop.requested;',
    to: 'job;',
    rows: [requests('meetStop')],
  },
  {
    name: 'what is answered after a stop is thrown away',
    file: 'run/complete-request.js',
    from: 'await journal.append({ ...name, completion });',
    to: `if (run.stop.requested) throw new Stopped();
    await journal.append({ ...name, completion });`,
    rows: [requests('meetStop')],
  },
  {
    name: 'a refused request is asked again',
    file: 'run/ask-backend.js',
    from: 'if (isFinal(error) || pauseMs === undefined)',
    to: 'if (pauseMs === undefined)',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'a request is tried once too seldom',
    file: 'run/ask-backend.js',
    from: 'run.rules.retryDelaysMs[before.length]',
    to: 'run.rules.retryDelaysMs[before.length + 1]',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'a completion that nobody can read back is kept',
    file: 'run/ask-backend.js',
    from: 'requireReadable(completion, request, backend);',
    to: '',
    rows: [requests('meetTroubles')],
  },
  {
    name: 'the limit of failures is one too low',
    file: 'run/refuse-failures.js',
    from: 'if (failed <= most)',
    to: 'if (failed < most)',
    rows: [requests('meetFailureLimit')],
  },
  {
    name: 'a percentage of failures is taken for a number',
    file: 'run/refuse-failures.js',
    from: "limit.unit === 'jobs'",
    to: 'true',
    rows: [requests('meetFailureLimit')],
  },
  {
    name: 'failures of earlier runs do not count',
    file: 'run/make-documents.js',
    from: 'refuseFailures(progress.now, rules.maxFailures);',
    to: '',
    rows: [requests('meetFailureLimit')],
  },
  {
    name: 'the model is not recorded before its jobs are made',
    file: 'run/make-documents.js',
    from: 'await store.useModel(identity).catch(',
    to: 'await Promise.resolve().catch(',
    rows: [power],
  },
  {
    name: 'what the journal has is asked for again',
    file: 'run/complete-request.js',
    from: 'if (recalled) {',
    to: 'if (recalled && Math.random() < 0.5) {',
    rows: [requests('meetStop')],
  },
  {
    name: 'an attempt that takes over holds a record twice',
    file: 'run/job-journal.js',
    from: 'if (carried.has(record))',
    to: 'if (false)',
    rows: [{ ...fullModelDisk, share: 4 }],
  },
  {
    name: 'a journal does not tell attempts of one request apart',
    file: 'run/job-journal.js',
    from: "`${name.index} ${name.try} ${name.aside ?? ''} ${name.request}`",
    to: '`${name.index} ${name.try}`',
    rows: [damaged],
  },
  {
    name: 'what is replayed takes any answer',
    file: 'run/replay-job.js',
    from: 'known.get(keyOf(nameRequest(request)))',
    to: 'records.find(({ index }) => index === request.key.index)?.completion',
    rows: [verified('changeSomething')],
  },
];
