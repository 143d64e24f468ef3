import { readCatalogue } from './catalogue.js';
import type { HubUri } from './hub-uri.js';

/** For weights that are needed and not here. */
export function describePull({ text }: HubUri): { what: string; todo: string } {
  const known = readCatalogue().find(({ uri }) => uri.toLowerCase() === text.toLowerCase());
  const size = known ? `, about ${(known.bytes / 1e9).toFixed(1)} GB` : '';
  return {
    what: `${text} has not been downloaded to this machine${size}.`,
    todo: `Run: syndisco models pull ${text}`,
  };
}
