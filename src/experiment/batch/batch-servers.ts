/** What will run a batch, as the command line offers it. */
export { batchServers, type BatchServer } from '../../config/engines/batch-servers.js';
