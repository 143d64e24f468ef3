import { parse } from 'yaml';
import type { DiscussionRecord } from '../../documents/records.js';
import type { Discussion, ModelIdentity } from '../../generated/discussion.js';
import type { AnnotationFile, DiscussionFile } from '../../inputs/input-types.js';
import { annotationRecord } from '../../documents/annotation-record.js';
import type { ModelFacts, Part, Settings } from '../../manuscript/study-facts.js';

interface Found {
  parts: Set<Part>;
  identity?: ModelIdentity;
  /** Settings as JSON, to the conditions that have them. */
  decoding: Map<string, { part: Part; settings: Settings; conditions: Set<string> }>;
  servedAs: Set<string>;
}

/** Which models played whom, with which settings. */
export function tallyModels(configText: string | undefined) {
  const models = new Map<string, Found>();
  const weights = weightsFiles(configText);
  return {
    addDiscussion(file: DiscussionFile, record: DiscussionRecord): void {
      if (file.origin === 'imported') return; // people wrote it
      for (const { model, actor, isOpening } of record.comments)
        if (!isOpening && model !== '')
          modelCalled(models, model).parts.add(actor.isModerator ? 'moderator' : 'participants');
      if (file.origin === 'original') return;
      noteDocument(models, file.document);
    },
    addAnnotation(file: AnnotationFile): void {
      const { model } = annotationRecord(file);
      if (model !== '') modelCalled(models, model).parts.add('annotators');
      if (file.origin === 'original') return;
      modelCalled(models, model).identity ??= file.document.model;
      for (const { served_model: served } of file.document.comments)
        if (served !== undefined) modelCalled(models, model).servedAs.add(served);
      const { specification } = file.document;
      const key = text(specification?.['model']);
      if (specification) noteDecoding(models, { part: 'annotators', key, specification, condition: '' });
    },
    facts(): ModelFacts[] {
      return Array.from(models, ([name, { parts, identity, decoding, servedAs }]) => {
        const file = weights.get(name);
        return {
          name,
          parts: partsInOrder.filter((part) => parts.has(part)),
          ...(identity && { identity }),
          decoding: Array.from(decoding.values(), (one) => ({ ...one, conditions: [...one.conditions] })),
          ...(file !== undefined && typeof identity?.fingerprint === 'string' && { weightsFile: file }),
          servedAs: [...servedAs].sort(),
        };
      }).filter(({ parts }) => parts.length > 0);
    },
  };
}

function noteDocument(models: Map<string, Found>, document: Discussion): void {
  const { model, models: all = [model], specification, condition, logs } = document;
  for (const identity of all) modelCalled(models, identity.name).identity ??= identity;
  for (const { model: name, served_model: served } of logs)
    if (served !== undefined) modelCalled(models, name).servedAs.add(served);
  if (!specification) return;
  for (const [part, key] of speakers(specification)) noteDecoding(models, { part, key, specification, condition });
}

const partsInOrder: readonly Part[] = ['participants', 'moderator', 'annotators'];

function modelCalled(models: Map<string, Found>, name: string): Found {
  const known = models.get(name) ?? { parts: new Set(), decoding: new Map(), servedAs: new Set() };
  models.set(name, known);
  return known;
}

/** The models of `models` that a discussion's actors name; undefined for the one of `model_parameters`. */
function speakers(specification: Settings): [Part, string | undefined][] {
  const main = text(specification['model']);
  const ofRoles = keysIn(specification['roles'], (role) => (isRecord(role) ? role['model'] : undefined));
  const ofPersonas = keysIn(specification['persona_models'], (pair) => (Array.isArray(pair) ? pair[1] : undefined));
  const moderator = text(specification['moderator_model']) ?? main;
  return [
    ...[main, ...ofRoles, ...ofPersonas].map((key): [Part, string | undefined] => ['participants', key]),
    ...(specification['include_mod'] === true ? [['moderator', moderator] as [Part, string | undefined]] : []),
  ];
}

function keysIn(json: Settings[string] | undefined, read: (item: unknown) => unknown): string[] {
  const list: unknown = typeof json === 'string' ? JSON.parse(json) : [];
  return Array.isArray(list) ? list.map(read).filter((key) => typeof key === 'string') : [];
}

function text(value: Settings[string] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** What the methods section says of decoding. */
const decodingFields = [
  ...['library_type', 'max_tokens', 'ctx_width_tokens', 'temperature', 'top_p', 'top_k', 'min_p', 'repeat_penalty'],
  ...['frequency_penalty', 'presence_penalty', 'sampling_seed', 'stop_strings', 'disallowed_strings', 'kv_cache_type'],
  ...['thinking_tokens', 'reproducible'],
];

interface Decoding {
  part: Part;
  key: string | undefined;
  specification: Settings;
  condition: string;
}

function noteDecoding(models: Map<string, Found>, { part, key, specification, condition }: Decoding): void {
  const valueOf = (field: string): Settings[string] | undefined =>
    (key === undefined ? undefined : specification[`models.${key}.${field}`]) ?? specification[field];
  const name = text(valueOf('model_pseudoname')) ?? '';
  const settings: Settings = {};
  for (const field of decodingFields) {
    const value = valueOf(field);
    if (value !== undefined && value !== null) settings[field] = value;
  }
  // Without a draw, the most likely label is taken, or the mean of all.
  if (specification['label'] === 'most_likely' || specification['label'] === 'expected') settings['temperature'] = 0;
  const { decoding } = modelCalled(models, name);
  const id = JSON.stringify([part, settings]);
  const known = decoding.get(id) ?? { part, settings, conditions: new Set() };
  decoding.set(id, known);
  known.conditions.add(condition);
}

/** The names of weights' files by model, from wherever the run's copy of its config gives both. */
function weightsFiles(configText = ''): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // A model of `models` without a name of its own is called by its key.
  const look = (value: unknown, key?: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isRecord(value)) {
      const { model_pseudoname: name = key, model_path: path } = value;
      if (typeof path === 'string' && typeof name === 'string') found.set(name, path.replace(/^(?!hf:).*[\\/]/, ''));
    }
    for (const [own, inner] of Object.entries(value)) look(inner, own === 'general' ? key : own);
  };
  look(parse(configText, { logLevel: 'silent' }));
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
