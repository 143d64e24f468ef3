import { damaged, diskFull, killRandom, killSyscall, overlap, power, type Mutant } from './mutant.js';

/** Bugs in how documents and plans are made final, and in what is cleaned away. */
export const publishing: readonly Mutant[] = [
  {
    name: 'a document is linked before it is synced',
    file: 'store/disk/temp-file.js',
    from: 'await file.sync();',
    to: '',
    rows: [power],
  },
  {
    name: 'a small document is not synced',
    file: 'store/disk/temp-file.js',
    from: 'await file.sync();',
    to: 'if (String(chunks[0] ?? "").length > 50_000) await file.sync();',
    rows: [power],
  },
  {
    name: 'a large document is not synced',
    file: 'store/disk/temp-file.js',
    from: 'await file.sync();',
    to: 'if (String(chunks[0] ?? "").length < 50_000) await file.sync();',
    rows: [{ ...power, share: 0.5 }],
  },
  {
    name: 'rename instead of link',
    file: 'store/disk/link-once.js',
    from: 'await files.link(temp, target);',
    to: 'await files.rename(temp, target);',
    rows: [{ ...overlap, only: 'unlocked' }, damaged],
  },
  {
    name: 'no fsync of the folder after the link',
    file: 'store/disk/publish-once.js',
    from: 'await files.syncDir(dirname(path));',
    to: '',
    rows: [power],
  },
  {
    name: 'no fsync of the parents of new folders',
    file: 'store/run-folders.js',
    from: "await unless(['EACCES', 'EPERM'], files.syncDir(parent));",
    to: ';',
    rows: [{ ...power, share: 0.6 }],
  },
  {
    name: 'a document is written under its final name',
    file: 'store/disk/publish-once.js',
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
    rows: [killSyscall('discussions/town-hall'), power, diskFull],
  },
  {
    name: 'a name that is taken counts as ours',
    file: 'store/disk/link-once.js',
    from: "return links === 2 ? 'ours' : 'taken';",
    to: "return 'ours';",
    rows: [damaged],
  },
  {
    name: 'nobody looks at what stands in the place',
    file: 'store/documents/published.js',
    from: "if (published === 'taken')",
    to: 'if (false)',
    rows: [damaged],
  },
  {
    name: 'a full disk is passed over when a document is published',
    file: 'store/documents/published.js',
    from: 'const published = await publishOnce(ports, documentPath(place), [text]);',
    to: `const published = await publishOnce(ports, documentPath(place), [text]).catch((error) => {
        if (error.code === 'ENOSPC') return 'ours';
        throw error;
    });`,
    rows: [diskFull],
  },
  {
    name: 'the temp file is left behind',
    file: 'store/disk/publish-once.js',
    from: 'await dropTemp(files, temp);',
    to: '',
    rows: [killRandom],
  },
  {
    name: 'a plan is built on whose name is not safe',
    file: 'store/plan/extend-plan.js',
    from: 'await ports.files.syncDir(book.next.dir);',
    to: ';',
    rows: [{ ...power, share: 0.6 }],
  },
  {
    name: "the plan's first segment is replaced by a longer one",
    file: 'store/plan/extend-plan.js',
    from: 'const published = await publishOnce(ports, segmentPath(book.next), writeSegment(book.next, fresh, inputs));',
    to: `const first = { ...book.next, segment: 1, previous: null };
        const { replaceFile } = await import('../disk/replace-file.js');
        await replaceFile(ports.files, segmentPath(first), writeSegment(first, lines, inputs));
        book.next = first;
        const published = 'ours';`,
    rows: [{ ...overlap, only: 'growing' }, power],
  },
  {
    name: 'jobs are numbered from the end, so that growth renames them',
    file: 'plan/plan-discussions.js',
    from: 'return setups.map((setup, index) => planDiscussion(condition, inputs, setup, roles[index] ?? []));',
    to: `return setups.map((setup, index) => planDiscussion(condition, inputs, { ...setup, replicate: setups.length - index }, roles[index] ?? []));`,
    rows: [power],
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
    name: "clean believes any file of the document's name",
    file: 'store/clean-run.js',
    from: "await readPublished(files, { kind, id, hash: planned.get(id) ?? '', dir })",
    to: "{ file: '', bytes: Buffer.alloc(0), document: {} }",
    rows: [damaged],
  },
  {
    name: "another plan's document counts as done",
    file: 'store/documents/own-documents.js',
    from: 'if (hash === planned.get(id))',
    to: 'if (true)',
    rows: [damaged],
  },
  {
    name: 'the sum of a document is not compared',
    file: 'document-sum.js',
    from: 'if (hasRightSum(bytes))',
    to: 'if (true)',
    rows: [damaged],
  },
];
