import type { FilePort, OutputFile } from './file-port.js';

/** The same file port with every sync skipped, so nothing is durable. For benches and rehearsals, never for data. */
export function withoutSync(files: FilePort): FilePort {
  return {
    ...files,
    createExclusive: async (path) => hasty(await files.createExclusive(path)),
    syncDir: () => Promise.resolve(),
  };
}

function hasty(file: OutputFile): OutputFile {
  return {
    write: (bytes) => file.write(bytes),
    dataSync: () => Promise.resolve(),
    sync: () => Promise.resolve(),
    close: () => file.close(),
  };
}
