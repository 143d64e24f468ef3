import { verified, type Mutant } from './mutant.js';

/** Bugs in what verify concludes from the rest of a run when a record is gone. */
export const lost: readonly Mutant[] = [
  {
    name: 'a lost run.json is missed only where every kind of job was made',
    file: 'store/verify-lost.js',
    from: 'kindsInOrder.some((kind) => traces.jobs[kind].size > 0)',
    to: 'kindsInOrder.every((kind) => traces.jobs[kind].size > 0)',
    rows: [verified('loseRecord')],
  },
  {
    name: 'run.json is missed as soon as there is a plan',
    file: 'store/verify-lost.js',
    from: 'book.next.segment > 1 && kindsInOrder.some((kind) => traces.jobs[kind].size > 0)',
    to: 'book.next.segment > 1',
    rows: [verified('loseRecord')],
  },
  {
    name: 'a run.json that came meanwhile is missed',
    file: 'store/verify-lost.js',
    from: "if (!isBegun || (await unless(['ENOENT', 'ENOTDIR'], readWhole(files, file))))",
    to: 'if (!isBegun)',
    rows: [{ ...verified('verifyMeanwhile'), share: 0.4 }],
  },
  {
    name: 'a lost run.json is not missed',
    file: 'store/verify-run.js',
    from: 'if (!run && !isMergeTarget)',
    to: 'if (run && !isMergeTarget)',
    rows: [verified('loseRecord')],
  },
  {
    name: 'a lost segment of annotations is not missed',
    file: 'store/verify-lost.js',
    from: 'return kindsInOrder.flatMap((kind) =>',
    to: 'return kindsInOrder.slice(0, 1).flatMap((kind) =>',
    rows: [verified('loseRecord')],
  },
  {
    name: 'a segment that came meanwhile is missed',
    file: 'store/verify-lost.js',
    from: `await updateBook(files, book);
    const job = findUnplanned(book, traces);`,
    to: 'const job = findUnplanned(book, traces);',
    rows: [verified('verifyMeanwhile')],
  },
  {
    name: 'what was cleaned is no trace of a lost segment',
    file: 'store/verify-run.js',
    from: 'byKind((kind) => new Set(ledger.sums[kind].keys()))',
    to: 'byKind(() => new Set())',
    rows: [verified('loseRecord')],
  },
  {
    name: 'a journal is no trace of a lost segment',
    file: 'store/verify-documents.js',
    from: 'traces.jobs[kind].add(job);',
    to: '',
    rows: [verified('loseRecord')],
  },
  {
    name: 'a plan that is gone as a whole is told twice',
    file: 'store/verify-lost.js',
    from: 'if (book.next.segment === 1 || findUnplanned(book, traces) === undefined)',
    to: 'if (findUnplanned(book, traces) === undefined)',
    rows: [verified('loseRecord')],
  },
  {
    name: 'one record of a model is enough',
    file: 'store/verify-lost.js',
    from: "if (await unless(['ENOENT'], readWhole(files, file)))",
    to: 'if ((await files.list(folders.models)).length > 0)',
    rows: [verified('loseRecord')],
  },
  {
    name: 'only the first model of a document is missed',
    file: 'store/verify-documents.js',
    from: "[document.model, ...('models' in document ? (document.models ?? []) : [])]",
    to: '[document.model]',
    rows: [verified('loseRecord')],
  },
  {
    name: 'the models of annotations are not missed',
    file: 'store/verify-documents.js',
    from: 'traces.models.add(name);',
    to: "if (place.kind === 'discussion') traces.models.add(name);",
    rows: [verified('loseRecord')],
  },
];
