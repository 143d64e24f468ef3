/** The last step of `npm run build`. */
import { bundleProgram } from './bundle-program.js';

const root = new URL('../', import.meta.url).pathname;
await bundleProgram({ modules: `${root}build`, into: `${root}dist` });
