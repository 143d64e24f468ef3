import { untilAborted } from '../until-aborted.js';
import type { Question } from './ask-server.js';
import type { Endpoint } from './endpoint.js';

/** A server and how it is asked. */
export type Server = Pick<Question, 'client' | 'model' | 'server' | 'timeoutMs' | 'extraBody' | 'variables'>;

/** What has to be found out about each server, once; what fails is tried again at the next request. */
export class OncePerEndpoint<Found> {
  readonly #found = new Map<Endpoint, Promise<Found>>();

  constructor(private readonly find: (endpoint: Endpoint, server: Server) => Promise<Found>) {}

  /** Rejects when `signal` aborts; others who wait for the same answer go on waiting. */
  of(endpoint: Endpoint, server: Server, signal: AbortSignal): Promise<Found> {
    const known = this.#found.get(endpoint);
    if (known) return untilAborted(known, signal);
    const found = this.find(endpoint, server);
    this.#found.set(endpoint, found);
    found.catch(() => this.#found.delete(endpoint));
    return untilAborted(found, signal);
  }
}
