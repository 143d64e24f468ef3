import { damaged, power, verified, type Mutant } from './mutant.js';

/** Bugs in what is kept so that a run can be checked, continued and cleaned. */
export const kept: readonly Mutant[] = [
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
    from: 'await refuseShrinking(ports.files, book, lines, kindsInOrder);',
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
    name: 'the inputs are not copied',
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
