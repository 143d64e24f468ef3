/** What commands need to name weights. */
export { findCached as findHere, listCached as listHere, type CachedModel } from '../../models/hub-cache.js';
export { hubUriForm as uriForm, parseHubUri as parseUri, type HubUri } from '../../models/hub-uri.js';
