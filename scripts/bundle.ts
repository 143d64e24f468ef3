/** The last step of `npm run build`. */
import { fileURLToPath } from 'node:url';
import { bundleProgram } from './bundle-program.js';

const root = fileURLToPath(new URL('../', import.meta.url));
await bundleProgram({ modules: `${root}build`, into: `${root}dist` });
