import { damaged, diskFull, failingCalls, killRandom, killSyscall, power, type Mutant } from './mutant.js';

/** Bugs in how comments are kept and found again. */
export const journals: readonly Mutant[] = [
  {
    name: 'a comment is shown before its line is synced',
    file: 'store/journal/journal-writer.js',
    from: 'await file.dataSync();',
    to: '',
    rows: [power],
  },
  {
    name: 'a comment is shown before its line is written',
    file: 'store/journal/journal-writer.js',
    from: 'return scheduled;',
    to: 'return bodies[0].kind === "completion" ? Promise.resolve() : scheduled;',
    rows: [killSyscall('journal/'), power],
  },
  {
    name: 'lines are held back for a larger write, and acknowledged',
    file: 'store/journal/journal-writer.js',
    from: 'scheduled ??= last = last.then(flush);\n            return scheduled;',
    to: `scheduled ??= last = last.then(() => new Promise((go) => setTimeout(go, 30))).then(flush);
            return bodies[0].kind === "completion" ? Promise.resolve() : scheduled;`,
    rows: [killRandom],
  },
  {
    name: 'a label is counted before it is on disk',
    file: 'run/complete-request.js',
    from: 'await journal.append({ ...name, completion });',
    to: `const written = journal.append({ ...name, completion });
    if (run.progress.now.kind === 'annotation') written.catch(() => undefined);
    else await written;`,
    rows: [power],
  },
  {
    name: 'an attempt is reused by appending to it',
    file: 'store/disk/node-file-port.js',
    from: "open(path, 'wx')",
    to: "open(path, path.endsWith('.jsonl') && path.includes('journal') ? 'a' : 'wx')",
    also: {
      file: 'store/journal/journal-index.js',
      from: '(numbers(job).at(-1) ?? 0) + 1',
      to: 'numbers(job).at(-1) ?? 1',
    },
    rows: [killRandom],
  },
  {
    name: "an attempt's number is used again, and its journal begun anew",
    file: 'store/disk/node-file-port.js',
    from: "open(path, 'wx')",
    to: "open(path, path.endsWith('.jsonl') && path.includes('journal') ? 'w' : 'wx')",
    also: {
      file: 'store/journal/journal-index.js',
      from: '(numbers(job).at(-1) ?? 0) + 1',
      to: 'numbers(job).at(-1) ?? 1',
    },
    rows: [killSyscall('journal/'), killRandom],
  },
  {
    name: 'a new attempt does not carry what the older ones hold',
    file: 'store/journal/start-attempt.js',
    from: '...carried.map(completionLine)',
    to: '',
    rows: [power, diskFull],
  },
  {
    name: 'no fsync of the folder after a journal is created',
    file: 'store/journal/start-attempt.js',
    from: 'await files.syncDir(dirname(journal.path));',
    to: '',
    rows: [power],
  },
  {
    name: 'a journal line is believed without its sum',
    file: 'store/journal/journal-line.js',
    from: 'if (chainSum(above, body) !== sum)',
    to: 'if (false)',
    rows: [damaged],
  },
  {
    name: 'a torn last line is believed as far as it goes',
    file: 'store/journal/fold-journal.js',
    from: 'const entry = line.tooLong ? undefined : decodeLine(sum, line.bytes);',
    to: `const whole = line.tooLong ? undefined : decodeLine(sum, line.bytes);
        const torn = /^(\\{"kind":"completion".*"text":"[^"]*)/.exec(whole || line.ended ? '' : line.bytes.toString());
        const rest = '","finish_reason":"stop","prompt_tokens":1,"completion_tokens":1,"dropped_blocks":0,"duration_ms":0}}';
        const entry = whole ?? (torn ? JSON.parse(torn[1] + rest) : undefined);`,
    rows: [power],
  },
  {
    name: 'only the newest journal is folded',
    file: 'store/journal/fold-job.js',
    from: 'for (const journal of journals)',
    to: 'for (const journal of journals.slice(-1))',
    rows: [killSyscall('journal/'), power],
  },
  {
    name: 'only the first journal is folded',
    file: 'store/journal/fold-job.js',
    from: 'for (const journal of journals)',
    to: 'for (const journal of journals.slice(0, 1))',
    rows: [power],
  },
  {
    name: 'numbers of attempts are sorted as texts',
    file: 'store/journal/journal-index.js',
    from: 'sort((one, other) => one - other)',
    to: 'sort()',
    rows: [power],
  },
  {
    name: 'an attempt at another version of the job is believed',
    file: 'store/journal/fold-job.js',
    from: 'if (folded.open?.job_hash !== hash)',
    to: 'if (!folded.open)',
    rows: [damaged],
  },
  {
    name: 'a completion is taken without a look at what was asked',
    file: 'run/job-journal.js',
    from: "return `${name.index} ${name.try} ${name.aside ?? ''} ${name.request}`;",
    to: 'return `${name.index} ${name.try}`;',
    rows: [damaged],
  },
  {
    name: 'an error of fdatasync is passed over',
    file: 'store/journal/journal-writer.js',
    from: 'await file.dataSync();',
    to: 'await file.dataSync().catch(() => undefined);',
    rows: [failingCalls('fdatasync')],
  },
  {
    name: 'a full disk is passed over',
    file: 'store/journal/journal-writer.js',
    from: 'await file.write(bytes);',
    to: 'await file.write(bytes).catch(() => undefined);',
    rows: [diskFull],
  },
  {
    name: 'a short write is taken for a whole one',
    file: 'store/disk/node-file-port.js',
    from: 'for (let done = 0; done < bytes.length;) {',
    to: 'for (let done = 0; done === 0 && bytes.length > 0;) {',
    rows: [diskFull],
  },
  {
    name: 'what a full disk poisoned is not carried over',
    file: 'run/job-journal.js',
    from: 'if (!isDiskFull(error))',
    to: 'records.clear();\n        if (!isDiskFull(error))',
    rows: [diskFull],
  },
  {
    name: 'a record counts while the attempt that takes over is still being written',
    file: 'run/job-journal.js',
    from: 'await attempt.append(record).catch((error) => replace(mine, error));',
    to: 'await attempt.append(record).catch((error) => void replace(mine, error).catch(() => undefined));',
    rows: [diskFull],
  },
  {
    name: 'a record is kept in memory only when it is on disk, and the attempt that takes over lacks it',
    file: 'run/job-journal.js',
    from: 'records.set(keyOf(record), record);',
    to: '',
    also: {
      file: 'run/job-journal.js',
      from: 'await attempt.append(record).catch((error) => replace(mine, error));',
      to: `await attempt.append(record).catch((error) => replace(mine, error));
            records.set(keyOf(record), record);`,
    },
    rows: [diskFull],
  },
];
