import { fail } from '../../errors.js';
import { findCached, type CachedModel } from '../../models/hub-cache.js';
import { hubUriForm, parseHubUri, type HubUri } from '../../models/hub-uri.js';

/** The models that a command line names; all mistakes are told at once by the first of them. */
export function namedModels(texts: readonly string[]): HubUri[] {
  return texts.map((text) => {
    const uri = parseHubUri(text);
    if (uri) return uri;
    throw fail({ code: 'SYNDISCO_USAGE', what: `${text} names no weights on the hub.`, todo: `Write ${hubUriForm}.` });
  });
}

/** Those of them that are on this machine; if one is not, it is told. */
export function requireHere(texts: readonly string[]): CachedModel[] {
  return namedModels(texts).map((uri) => {
    const model = findCached(uri);
    if (model) return model;
    const what = `${uri.text} is not on this machine, or not completely.`;
    throw fail({ code: 'SYNDISCO_MODEL_NOT_PULLED', what, todo: 'See syndisco models list for what is here.' });
  });
}
