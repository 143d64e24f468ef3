import { killRandom, killSyscall, overlap, shards, type Mutant } from './mutant.js';

/** Bugs in who may work where. */
export const locks: readonly Mutant[] = [
  {
    name: 'a lock is created and then written',
    file: 'store/locks/lock-file.js',
    from: 'const linked = await linkOnce(place.files, temp, path);',
    to: "const linked = 'refused';",
    rows: [killSyscall('shards/')],
  },
  {
    name: 'a held lock is taken all the same',
    file: 'store/locks/take-lock.js',
    from: "state === 'alive' ? 'held' : 'stale'",
    to: "'stale'",
    rows: [overlap],
  },
  {
    name: "a dead process's lock is held for ever",
    file: 'store/locks/take-lock.js',
    from: "state === 'alive' ? 'held' : 'stale'",
    to: "'held'",
    rows: [{ ...overlap, only: 'ownerKilled' }, killRandom],
  },
  {
    name: 'a lock is judged by the time of its file',
    file: 'store/locks/take-lock.js',
    from: "const state = seen.holder ? judgeProcess(seen.holder) : 'unknown';",
    to: `const { statSync } = await import('node:fs');
    if (Date.now() - statSync(seen.path).mtimeMs > 60_000) return 'stale';
    const state = seen.holder ? judgeProcess(seen.holder) : 'unknown';`,
    rows: [{ ...overlap, only: 'ownerPaused' }],
  },
  {
    name: "a lock's beat is not written",
    file: 'store/locks/take-lock.js',
    from: "await file.write(Buffer.from('.'));",
    to: '',
    rows: [{ ...overlap, only: 'neighboursElsewhere' }],
  },
  {
    name: 'a lock that does not beat is held for ever',
    file: 'store/locks/take-lock.js',
    from: "return 'stale';\n}",
    to: "return 'held';\n}",
    rows: [{ ...overlap, only: 'neighboursElsewhere' }],
  },
  {
    name: 'a lock is not given back',
    file: 'store/locks/take-lock.js',
    from: 'if ((await newest().catch(() => 0)) <= number)',
    to: 'if (false)',
    rows: [killRandom],
  },
  {
    name: 'all shards share one lock',
    file: 'store/locks/shard-lock.js',
    from: '`${shard.index}-of-${shard.count}`',
    to: '`1-of-${shard.count}`',
    rows: [shards],
  },
  {
    name: 'shards of another count are no concern of ours',
    file: 'store/locks/shard-lock.js',
    from: 'await refuseOverlap(options, timing);',
    to: '',
    rows: [shards],
  },
  {
    name: 'every shard makes everything',
    file: 'run/make-documents.js',
    from: '(share ?? place) % count === index - 1',
    to: 'true',
    rows: [shards],
  },
  {
    name: 'the last shard is forgotten',
    file: 'run/make-documents.js',
    from: '(share ?? place) % count === index - 1',
    to: '(share ?? place) % count === index',
    rows: [shards],
  },
];
