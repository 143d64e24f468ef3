import { fullModelDisk, power, races, type Mutant } from './mutant.js';

/** Bugs that show when several processes meet, or one process with itself. */
export const met: readonly Mutant[] = [
  {
    name: 'the lock is given back at the first publish',
    file: 'store/run-directory.js',
    from: 'publish: told((kind, id, document) => publishDocument(run, placeOf(run, kind, id), document)),',
    to: `publish: told(async (kind, id, document) => {
            await publishDocument(run, placeOf(run, kind, id), document);
            await run.unlock();
        }),`,
    rows: [races('keepOthersOut')],
  },
  {
    name: 'the lock is given back at the first failure',
    file: 'store/run-directory.js',
    from: 'recordFailure: told((kind, id, failure) => recordFailure(',
    to: 'recordFailure: told(async (kind, id, failure) => run.unlock() && recordFailure(',
    rows: [races('keepOthersOut')],
  },
  {
    name: 'a run keeps its lock when it is closed',
    file: 'store/run-directory.js',
    from: 'close: () => (closed ??= run.unlock()),',
    to: 'close: () => (closed ??= Promise.resolve()),',
    rows: [races('keepOthersOut')],
  },
  {
    name: 'one who met another count keeps its lock',
    file: 'store/locks/shard-lock.js',
    from: `await lock.release();
        throw error;`,
    to: 'throw error;',
    rows: [races('keepOthersOut')],
  },
  {
    name: 'the first lock is judged in place of the newest',
    file: 'store/locks/lock-file.js',
    from: 'const newest = (await lockNumbers(place)).at(-1);',
    to: 'const newest = (await lockNumbers(place)).at(0);',
    rows: [races('raceForLock')],
  },
  {
    name: 'no second look at a lock',
    file: 'store/locks/take-lock.js',
    from: 'if ((await newest()) !== number)',
    to: 'if (false)',
    rows: [races('raceForLock')],
  },
  {
    name: 'all older locks are swept',
    file: 'store/locks/take-lock.js',
    from: 'one < number - 1',
    to: 'one < number',
    rows: [races('raceForLock')],
  },
  {
    name: 'no older lock is swept',
    file: 'store/locks/take-lock.js',
    from: 'await sweep(place, number);',
    to: '',
    rows: [races('raceForLock')],
  },
  {
    name: 'a lock that is taken counts as ours',
    file: 'store/locks/lock-file.js',
    from: "return linked === 'taken' ? undefined :",
    to: "return linked === 'taken' ? file :",
    rows: [races('raceForLock')],
  },
  {
    name: 'a pid that lives is its holder, whoever it is',
    file: 'store/locks/process-facts.js',
    from: 'seen.ticks === start_ticks && !seen.hasEnded',
    to: '!seen.hasEnded',
    rows: [races('raceForLock')],
  },
  {
    name: 'a lock from before a restart is held',
    file: 'store/locks/process-facts.js',
    from: 'if (holder.boot_id !== here.boot_id)',
    to: 'if (false)',
    rows: [races('raceForLock')],
  },
  {
    name: 'a beat says whether the lock is there',
    file: 'store/locks/take-lock.js',
    from: '(await newest()) > number',
    to: '(await newest()) >= number',
    rows: [races('raceForLock')],
  },
  {
    name: 'the temp file of a lock is left behind',
    file: 'store/locks/lock-file.js',
    from: 'await dropTemp(place.files, temp);',
    to: '',
    rows: [races('keepOthersOut')],
  },
  {
    name: 'a claim without a look',
    file: 'store/disk/publish-by-claim.js',
    from: 'if (claim === undefined || (await exists(files, path)))',
    to: 'if (claim === undefined)',
    rows: [races('raceToPublish')],
  },
  {
    name: 'a claim is not given back',
    file: 'store/disk/publish-by-claim.js',
    from: 'await claim?.release();',
    to: '',
    rows: [races('raceToPublish')],
  },
  {
    name: 'nobody waits for a claim',
    file: 'store/disk/publish-by-claim.js',
    from: 'if (!isBusy || performance.now() > end)',
    to: 'if (true)',
    rows: [races('raceToPublish')],
  },
  {
    name: 'a link whose reply was lost counts as taken',
    file: 'store/disk/link-once.js',
    from: "links === 2 ? 'ours' : 'taken'",
    to: "'taken'",
    rows: [races('raceToPublish')],
  },
  {
    name: 'a disk without links is an error',
    file: 'store/disk/link-once.js',
    from: 'if (refusals.includes(errno))',
    to: 'if (false)',
    rows: [races('raceToPublish')],
  },
  {
    name: 'a number that is taken ends the run',
    file: 'store/journal/start-attempt.js',
    from: `if (errnoOf(error) !== 'EEXIST')
                throw error;`,
    to: 'throw error;',
    rows: [races('runUnlocked')],
  },
  {
    name: 'a plan that another has published is not read',
    file: 'store/plan/extend-plan.js',
    from: `await updateBook(ports.files, book);
        if (published === 'ours')`,
    to: `if (published === 'ours') await updateBook(ports.files, book);
        if (published)`,
    rows: [races('runUnlocked')],
  },
  {
    name: 'a run.json that another has published ends the run',
    file: 'store/records/run-file.js',
    from: `if (published === 'taken')
        await checkRunFile(ports.files, dir, identity);`,
    to: `if (published === 'taken')
        throw new Error('taken');`,
    rows: [races('runUnlocked')],
  },
  {
    name: 'a line in two pieces loses the first',
    file: 'store/disk/read-lines.js',
    from: 'begun.push(chunk.subarray(start));',
    to: 'begun = [chunk.subarray(start)];',
    rows: [power],
  },
  {
    name: 'a temp file is left when it cannot be written',
    file: 'store/disk/temp-file.js',
    from: `await dropTemp(files, path);
        throw error;`,
    to: 'throw error;',
    rows: [fullModelDisk],
  },
];
