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
    from: `if (isSealed(run) && !hasRightSum(await readWhole(files, file)))
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
    from: 'damage.push(...folded.damage.map((what) => journalDamaged(job, what)));',
    to: '',
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
    name: 'verify lists documents before it reads journals',
    file: 'store/verify-documents.js',
    from: `const journals = await foldJournals(round, kind);
    const published = await listIn(round, kind);`,
    to: `const published = await listIn(round, kind);
    const journals = await foldJournals(round, kind);`,
    also: { file: 'store/verify-documents.js', from: 'const since = await listIn(round, kind);', to: 'const since = published;' },
    rows: [verified('verifyMeanwhile')],
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
    rows: [verified('changeSomething')],
  },
  {
    name: "the hash of the ledger's content is not compared",
    file: 'store/records/cleaned-ledger.js',
    from: "if (content.digest('hex') !== header.sha256)",
    to: 'if (false)',
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
  {
    name: 'a second damaged file replaces the first that was set aside',
    file: 'store/documents/set-aside.js',
    from: 'if (!names.has(name))',
    to: 'if (names)',
    rows: [verified('changeSomething')],
  },
  {
    name: 'journals go before the ledger has their documents',
    file: 'store/clean-run.js',
    from: `await extendLedger({ files, log: options.log }, folders.cleaned, finished);
        const spare = found.flatMap((one) => one.journals);
        for (const { path } of spare)
            await unless(['ENOENT'], files.unlink(path));`,
    to: `const spare = found.flatMap((one) => one.journals);
        for (const { path } of spare)
            await unless(['ENOENT'], files.unlink(path));
        await extendLedger({ files, log: options.log }, folders.cleaned, finished);`,
    rows: [power],
  },
  {
    name: "the ledger's name is not safe before journals go",
    file: 'store/records/cleaned-ledger.js',
    from: 'await ports.files.syncDir(dir);',
    to: '',
    rows: [power],
  },
  {
    name: 'clean passes over a wrong sum',
    file: 'store/clean-run.js',
    from: `if (problem)
            problems.push(problem);
        else if`,
    to: 'if',
    rows: [damaged],
  },
  {
    name: 'clean forgets the annotations',
    file: 'store/clean-run.js',
    from: 'found.push(...(await findSpare({ files, folders, book, sums, problems }, kind)));',
    to: "if (kind === 'discussion') found.push(...(await findSpare({ files, folders, book, sums, problems }, kind)));",
    rows: [verified('changeSomething')],
  },
  {
    name: 'another specification of a planned job is accepted',
    file: 'store/plan/extend-plan.js',
    from: `if (first)
        throw new PlanChanged(`,
    to: `if (false)
        throw new PlanChanged(`,
    rows: [verified('changeDesign')],
  },
  {
    name: 'a plan may shrink',
    file: 'store/plan/extend-plan.js',
    from: 'await refuseShrinking(ports.files, book, lines);',
    to: '',
    rows: [verified('changeDesign')],
  },
  {
    name: 'another seed is accepted',
    file: 'store/records/run-file.js',
    from: "for (const path of ['experiment', 'seed'])",
    to: "for (const path of ['experiment'])",
    rows: [verified('changeDesign')],
  },
  {
    name: 'another plan version is accepted',
    file: 'store/records/run-file.js',
    from: 'if (format === runFormat && plan_version === ours.plan_version)',
    to: 'if (format === runFormat)',
    rows: [verified('changeDesign')],
  },
  {
    name: 'a run that cannot be opened keeps its lock',
    file: 'store/open-run.js',
    from: `await unlock();
        throw error;`,
    to: 'throw error;',
    rows: [verified('changeDesign')],
  },
  {
    name: 'run.json before the plan',
    file: 'store/run-directory.js',
    from: 'const added = await extendPlan(',
    to: `await run.settle();
            const added = await extendPlan(`,
    rows: [power],
  },
  {
    name: 'the copies of inputs after the plan',
    file: 'store/run-directory.js',
    from: 'return copyInputs(run, folders.inputs, run.inputs);',
    to: 'return [];',
    rows: [verified('changeSomething')],
  },
  {
    name: 'a copy of an input is believed to be safe',
    file: 'store/records/input-copies.js',
    from: 'await ports.files.syncDir(dir);',
    to: '',
    rows: [power],
  },
  {
    name: 'the record of a model is believed to be safe',
    file: 'store/records/model-file.js',
    from: 'await ports.files.syncDir(dir);',
    to: '',
    rows: [power],
  },
];
