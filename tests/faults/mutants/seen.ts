import { damaged, power, verified, type Mutant } from './mutant.js';

/** Bugs in what is checked of a run directory, and in what is kept so that it can be. */
export const seen: readonly Mutant[] = [
  {
    name: 'verify passes over annotations',
    file: 'store/verify-run.js',
    from: 'for (const kind of kindsInOrder) {',
    to: 'for (const kind of kindsInOrder.slice(0, 1)) {',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over the copies of the inputs',
    file: 'store/verify-run.js',
    from: 'problems.push(...(await verifyInputs(files, folders.inputs, book.inputs)))',
    to: 'undefined',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over the copy of the config',
    file: 'store/verify-run.js',
    from: 'await collect(problems, () => verifyConfigCopy(round, run));',
    to: '',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over the records of models',
    file: 'store/verify-records.js',
    from: `if (isWithSum && !hasRightSum(bytes))
        throw changed(file, 'its sum is wrong or missing');`,
    to: '',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over the sum of run.json',
    file: 'store/verify-records.js',
    from: `if (isSealed(run) && !hasRightSum(await readWhole(files, file)))
        throw changed(file, 'its sum is wrong');`,
    to: '',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over the sums of documents',
    file: 'store/verify-documents.js',
    from: `if (changed)
            return changed;`,
    to: '',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify passes over damaged journals',
    file: 'store/verify-documents.js',
    from: 'damage.map((what) => journalDamaged(job, what))',
    to: '[]',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify does not miss what was cleaned',
    file: 'store/verify-documents.js',
    from: '(finished.has(id) || ledger.sums[kind].has(id))',
    to: 'finished.has(id)',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify misses only what was cleaned',
    file: 'store/verify-documents.js',
    from: '(finished.has(id) || ledger.sums[kind].has(id))',
    to: 'ledger.sums[kind].has(id)',
    rows: [verified('changeSomething')],
  },
  {
    name: 'verify promises what no journal has',
    file: 'store/verify-documents.js',
    from: 'journals.finished.has(id) && problem.code !== foreign',
    to: 'problem.code !== foreign',
    rows: [verified('changeSomething')],
  },
  {
    name: 'a wrong count in `done`',
    file: 'store/journal/start-attempt.js',
    from: "{ kind: 'done', completions }",
    to: "{ kind: 'done', completions: completions + 1 }",
    rows: [verified('changeSomething')],
  },
  {
    name: '`done` counts only what was carried',
    file: 'store/journal/start-attempt.js',
    from: 'completions += 1;',
    to: '',
    rows: [verified('changeSomething')],
  },
  {
    name: 'a finished journal is left open',
    file: 'store/journal/start-attempt.js',
    from: `await writer.append([{ kind: 'done', completions }]);
            await writer.close();`,
    to: "await writer.append([{ kind: 'done', completions }]);",
    rows: [verified('changeSomething'), power],
  },
  {
    name: 'a foreign attempt is believed',
    file: 'store/journal/fold-journal.js',
    from: 'if (!isOurs)',
    to: 'if (false)',
    rows: [verified('exchangeJournals')],
  },
  {
    name: 'a damaged line does not end the journal',
    file: 'store/journal/fold-journal.js',
    from: 'if (!entry || damage !== undefined)',
    to: 'if (line.tooLong)',
    rows: [damaged],
  },
  {
    name: 'damage to a journal is not told',
    file: 'store/journal/fold-journal.js',
    from: `if (damage !== undefined)
            folded.damage`,
    to: `if (false)
            folded.damage`,
    rows: [verified('changeSomething')],
  },
  {
    name: "the hash of a plan's content is not compared",
    file: 'store/plan/plan-segment.js',
    from: "if (content.digest('hex') !== header.sha256)",
    to: 'if (false)',
    rows: [verified('changeSomething')],
  },
  {
    name: 'the number of planned jobs is not compared',
    file: 'store/plan/plan-segment.js',
    from: 'if (jobs !== header.jobs)',
    to: 'if (false)',
    rows: [{ ...verified('changeSomething'), share: 4 }],
  },
  {
    name: "the hash of the ledger's content is not compared",
    file: 'store/records/cleaned-ledger.js',
    from: "sha256 === header.sha256 ? undefined : 'its content has changed'",
    to: 'undefined',
    rows: [verified('changeSomething')],
  },
  {
    name: 'the hash in the name of an input is not compared',
    file: 'store/records/input-copies.js',
    from: 'if (!hashFile(await readWhole(files, file)).startsWith(hash))',
    to: 'if (false)',
    rows: [verified('changeSomething')],
  },
  {
    name: 'a missing copy of an input is not told',
    file: 'store/records/input-copies.js',
    from: 'const missing = [...planned].filter((name) => !present.includes(name));',
    to: 'const missing = [];',
    rows: [verified('changeSomething')],
  },
];
