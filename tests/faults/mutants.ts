/** A bug planted in a copy of the built program, and the rows that are tried on it, the one that must see it first. */
export interface Mutant {
  name: string;
  file: string;
  from: string;
  to: string;
  /** Where one change is not enough. */
  also?: { file: string; from: string; to: string };
  rows: readonly [string, ...string[]];
}

const killRandom = 'SIGKILL at random';
/** All its points are tried: a quarter of them may miss the one that matters. */
const killSyscall = 'SIGKILL at each';
const power = 'power loss';

export const mutants: readonly Mutant[] = [
  {
    name: 'a document is linked before it is synced',
    file: 'store/temp-file.js',
    from: 'await file.sync();',
    to: '',
    rows: [power],
  },
  {
    name: 'rename instead of link',
    file: 'store/link-once.js',
    from: 'await files.link(temp, target);',
    to: 'await files.rename(temp, target);',
    rows: ['overlap'],
  },
  {
    name: 'a comment is shown before its line is synced',
    file: 'store/journal-writer.js',
    from: 'await file.dataSync();',
    to: '',
    rows: [power],
  },
  {
    name: 'a comment is shown before its line is written',
    file: 'store/journal-writer.js',
    from: 'return scheduled;',
    to: 'return bodies[0].kind === "completion" ? Promise.resolve() : scheduled;',
    rows: [killSyscall, power],
  },
  {
    name: 'lines are held back for a larger write, and acknowledged',
    file: 'store/journal-writer.js',
    from: 'scheduled ??= last = last.then(flush);\n            return scheduled;',
    to: `scheduled ??= last = last.then(() => new Promise((go) => setTimeout(go, 30))).then(flush);
            return bodies[0].kind === "completion" ? Promise.resolve() : scheduled;`,
    rows: [killRandom],
  },
  {
    name: 'an attempt is reused by appending to it',
    file: 'store/node-file-port.js',
    from: "open(path, 'wx')",
    to: "open(path, path.endsWith('.jsonl') && path.includes('journal') ? 'a' : 'wx')",
    also: {
      file: 'store/journal-index.js',
      from: '(numbers(job).at(-1) ?? 0) + 1',
      to: 'numbers(job).at(-1) ?? 1',
    },
    rows: [killRandom],
  },
  {
    name: 'no fsync of the folder after the link',
    file: 'store/publish-once.js',
    from: 'await files.syncDir(dirname(path));',
    to: '',
    rows: [power],
  },
  {
    name: 'no fsync of the folder after a journal is created',
    file: 'store/start-attempt.js',
    from: 'await files.syncDir(dirname(journal.path));',
    to: '',
    rows: [power],
  },
  {
    name: 'no fsync of the parents of new folders',
    file: 'store/run-folders.js',
    from: "await unless(['EACCES', 'EPERM'], files.syncDir(parent));",
    to: ';',
    rows: [power],
  },
  {
    name: 'a journal line is believed without its sum',
    file: 'store/journal-line.js',
    from: 'if (chainSum(above, body) !== sum)',
    to: 'if (false)',
    rows: ['damaged'],
  },
  {
    name: 'only the newest journal is folded',
    file: 'store/fold-job.js',
    from: 'for (const journal of journals)',
    to: 'for (const journal of journals.slice(-1))',
    rows: [killSyscall, power],
  },
  {
    name: 'a document is written under its final name',
    file: 'store/publish-once.js',
    from: 'const temp = await writeTemp(files, path, chunks);',
    to: `if (path.includes('discussions/')) {
        const plain = await files.createExclusive(path);
        for (const chunk of chunks) for (let at = 0; at < chunk.length; at += 500) await plain.write(Buffer.from(chunk.slice(at, at + 500)));
        await plain.sync();
        await plain.close();
        await files.syncDir(dirname(path));
        return 'ours';
    }
    const temp = await writeTemp(files, path, chunks);`,
    rows: [killSyscall, power, 'disk full'],
  },
  {
    name: 'a lock is created and then written',
    file: 'store/lock-file.js',
    from: 'const linked = await linkOnce(place.files, temp, path);',
    to: "const linked = 'refused';",
    rows: [killSyscall],
  },
  {
    name: 'a held lock is taken all the same',
    file: 'store/take-lock.js',
    from: "state === 'alive' ? 'held' : 'stale'",
    to: "'stale'",
    rows: ['overlap'],
  },
  {
    name: "a dead process's lock is held for ever",
    file: 'store/take-lock.js',
    from: "state === 'alive' ? 'held' : 'stale'",
    to: "'held'",
    rows: ['overlap', killRandom],
  },
  {
    name: 'an error of fdatasync is passed over',
    file: 'store/journal-writer.js',
    from: 'await file.dataSync();',
    to: 'await file.dataSync().catch(() => undefined);',
    rows: ['EACCES'],
  },
  {
    name: 'a full disk is passed over',
    file: 'store/journal-writer.js',
    from: 'await file.write(bytes);',
    to: 'await file.write(bytes).catch(() => undefined);',
    rows: ['disk full'],
  },
  {
    name: 'a quota has no name',
    file: 'store/storage-error.js',
    from: "ENOSPC: diskFull('The disk is full'),",
    to: '',
    rows: ['disk full'],
  },
  {
    name: 'clean removes the journals of unfinished jobs',
    file: 'store/clean-run.js',
    from: '.filter((job) => published.has(job))',
    to: '',
    rows: [power],
  },
  {
    name: 'clean does not sync the folder of the documents',
    file: 'store/clean-run.js',
    from: 'await files.syncDir(dir);',
    to: '',
    rows: [power],
  },
  {
    name: 'SIGHUP is left to Node',
    file: 'cli/signals.js',
    from: "const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];",
    to: "const signals = ['SIGINT', 'SIGTERM'];",
    rows: ['SIGTERM'],
  },
  {
    name: 'a stop waits for the turns however long they take',
    file: 'run/stop-request.js',
    from: 'controller.abort(',
    to: 'void (',
    rows: ['SIGTERM'],
  },
  {
    name: 'every shard makes everything',
    file: 'run/make-documents.js',
    from: 'place % shard.count === shard.index - 1',
    to: 'true',
    rows: ['shards'],
  },
  {
    name: 'the last shard is forgotten',
    file: 'run/make-documents.js',
    from: 'place % shard.count === shard.index - 1',
    to: 'place % shard.count === shard.index',
    rows: ['shards'],
  },
  {
    name: 'a random choice depends on the clock',
    file: 'plan/random-stream.js',
    from: 'JSON.stringify(key)',
    to: 'JSON.stringify([key, new Date().getFullYear()])',
    rows: ['clock'],
  },
  {
    name: 'a request that failed is not asked again',
    file: 'run/run-rules.js',
    from: 'retryDelaysMs: [500, 2000]',
    to: 'retryDelaysMs: []',
    rows: ['backend'],
  },
  {
    name: 'an odd config meets a bug',
    file: 'config/weigh-yaml.js',
    from: 'if (depth > maxDepth)',
    to: 'if (source.text.length % 7 === 3) throw new TypeError("cannot read properties of undefined");\n        if (depth > maxDepth)',
    rows: ['fuzz'],
  },
];
