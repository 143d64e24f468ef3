/** Loads the engine that it is told, lets it speak once, and ends. Run as a process of its own: what it prints is the engine's. */
import { loadBackend } from '../../src/backends/load-backend.js';
import { busRequest, modelConfig, unhurried } from '../town-hall/model.js';

const [, , engine = '', path = ''] = process.argv;
const backend = await loadBackend(modelConfig(engine, path), () => undefined);
const { text } = await backend.generate(busRequest(), unhurried);
await backend.close();
if (text === '') process.exitCode = 1;
