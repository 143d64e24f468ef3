import type { ModelFacts, Part, Settings, StudyFacts } from '../study-facts.js';
import { capitalised, code, count, list, name, thousands } from '../words.js';
import { where } from '../spread.js';
import { paragraph, type Section } from './section.js';

/** Which models, of which version, run by what, and how replies were drawn. */
export const models: Section = {
  title: 'Models and decoding',
  write: (facts) =>
    facts.models.length === 0
      ? 'The material does not record which models were used.'
      : paragraph(...groupAlike(facts).map((group) => describeGroup(group, facts))),
};

/** Models that did the same, with the same settings. */
interface Group {
  members: ModelFacts[];
  parts: readonly Part[];
  decoding: readonly string[];
}

function groupAlike(facts: StudyFacts): Group[] {
  const groups = new Map<string, Group>();
  for (const model of facts.models) {
    const decoding = decodingWords(model, facts);
    const key = JSON.stringify([model.parts, decoding]);
    const group = groups.get(key) ?? { members: [], parts: model.parts, decoding };
    group.members.push(model);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function describeGroup({ members, parts, decoding }: Group, facts: StudyFacts): string {
  const played = list(parts.map(partWords));
  const isShared = facts.models.some(
    (other) => !members.includes(other) && other.parts.some((part) => parts.includes(part)),
  );
  const names = list(
    byIdentity(members).map(([identity, own]) => `${list(own.map((model) => name(model.name)))}${identity}`),
  );
  const isOne = parts.length === 1 && parts[0] === 'moderator';
  return paragraph(
    isShared
      ? `${list(members.map((model) => name(model.name)))} played ${played}: ${names}.`
      : `${capitalised(played)} ${isOne ? 'was' : 'were'} played by ${names}.`,
    ...decoding,
    ...members.map(servedWords),
  );
}

/** Models of which the same is known are named together. */
function byIdentity(members: readonly ModelFacts[]): [string, ModelFacts[]][] {
  const found = new Map<string, ModelFacts[]>();
  for (const model of members) {
    const identity = identityWords(model);
    found.set(identity, [...(found.get(identity) ?? []), model]);
  }
  return [...found];
}

function servedWords({ name: model, servedAs }: ModelFacts): string {
  return servedAs.length > 0 ? `In its replies, the server called ${name(model)} ${list(servedAs.map(code))}.` : '';
}

function partWords(part: Part): string {
  return part === 'moderator' ? 'the moderator' : part;
}

/** What identifies the weights and the program that ran them; what is not recorded is said so. */
export function identityWords({ identity, weightsFile }: ModelFacts): string {
  if (!identity) return '; the material does not record its version, its weights or the program that ran it';
  const { engine, fingerprint, device, parallel, served_model: served } = identity;
  const weights = [
    ...fileWords(weightsFile),
    ...fingerprintWords(fingerprint),
    ...(served === undefined ? [] : [`served as ${code(served)}`]),
  ];
  const machine = [
    ...(device === undefined ? [] : [device]),
    ...(parallel === undefined ? [] : [`${count(parallel, 'reply', 'replies')} at a time`]),
  ];
  const unknown = engine === 'scripted' ? '' : ' (the run does not record a fingerprint of its weights)';
  const details = weights.length > 0 ? ` (${weights.join('; ')})` : unknown;
  return `${details}, run by ${engineWords(identity)}${machine.length > 0 ? `, on ${machine.join(', ')}` : ''}`;
}

function engineWords({ engine, engine_version: version }: NonNullable<ModelFacts['identity']>): string {
  if (engine === 'scripted') return `the rehearsal engine of syndisco ${version}, which is not a language model`;
  return version === '' ? engine : `${engine} (${version})`;
}

function fileWords(file: string | undefined): string[] {
  if (file === undefined) return [];
  const pattern = /(?:^|[-_.])(i?q\d\w*|bf16|f16|f32|fp8|int[48]|awq|gptq)(?=[-_.]|$)/i;
  const quantisation = pattern.exec(file)?.[1];
  const named = quantisation === undefined ? [] : [`quantisation ${quantisation.toUpperCase()} by its name`];
  return [`weights file ${code(file)}`, ...named];
}

/** Size and SHA-256, where it is a file. */
function fingerprintWords(fingerprint: string | null): string[] {
  if (fingerprint === null) return [];
  const [, bytes, sha] = /^(\d+)-([0-9a-f]{64})$/.exec(fingerprint) ?? [];
  if (bytes !== undefined && sha !== undefined) return [`${thousands(Number(bytes))} bytes`, `SHA-256 ${code(sha)}`];
  return [`fingerprint ${code(fingerprint)}`];
}

function decodingWords({ decoding }: ModelFacts, { conditions }: StudyFacts): string[] {
  if (decoding.length === 0) return ['The material does not record how its replies were sampled.'];
  const groups = new Map<string, { settings: Settings; of: { part: Part; conditions: readonly string[] }[] }>();
  for (const { part, settings, conditions: own } of decoding) {
    const key = JSON.stringify(settings);
    const group = groups.get(key) ?? { settings, of: [] };
    group.of.push({ part, conditions: own });
    groups.set(key, group);
  }
  const made = conditions.filter(({ completed }) => completed > 0);
  return Array.from(groups.values(), ({ settings, of }) => {
    const who =
      groups.size === 1
        ? 'Replies'
        : `Replies of ${list(
            of.map(({ part, conditions: own }) => {
              const some = made.filter((condition) => own.includes(condition.name));
              return `${partWords(part)} ${some.length > 0 ? where(some, made) : ''}`.trim();
            }),
          )}`;
    return `${who} were ${samplingWords(settings)}.`;
  });
}

/** `sampled at temperature 0.7, top-p 0.9 and …, with at most 80 tokens per reply …`. */
export function samplingWords(settings: Settings): string {
  const labels: readonly [field: string, words: string][] = [
    ['temperature', 'temperature'],
    ['top_p', 'top-p'],
    ['top_k', 'top-k'],
    ['min_p', 'min-p'],
    ['repeat_penalty', 'a repetition penalty of'],
    ['frequency_penalty', 'a frequency penalty of'],
    ['presence_penalty', 'a presence penalty of'],
  ];
  const given = labels.flatMap(([field, words]) => {
    const value = settings[field];
    if (typeof value !== 'number' || (value === 0 && (field === 'top_k' || field === 'min_p'))) return [];
    return [`${words} ${value}`];
  });
  const {
    max_tokens: most,
    ctx_width_tokens: width,
    thinking_tokens: thinking,
    sampling_seed: seed,
    stop_strings: stop,
    disallowed_strings: removed,
    kv_cache_type: cache,
  } = settings;
  const room = [
    ...(typeof most === 'number' ? [`at most ${count(most, 'token')} per reply`] : []),
    ...(typeof width === 'number' ? [`a context of ${count(width, 'token')}`] : []),
    ...(typeof thinking === 'number' && thinking > 0 ? [`up to ${count(thinking, 'token')} of hidden reasoning`] : []),
    ...(typeof cache === 'string' && cache !== 'f16' ? [`a key-value cache of type ${cache}`] : []),
    ...(typeof seed === 'number' ? [`the fixed sampling seed ${seed}`] : []),
  ];
  return [
    settings['temperature'] === 0 ? 'decoded greedily (temperature 0)' : `sampled at ${list(given)}`,
    ...(room.length > 0 ? [`with ${list(room)}`] : []),
    ...listed(stop, 'stopping before'),
    ...listed(removed, 'with these strings removed:'),
  ].join(', ');
}

/** A line break in a code span would be a space. */
function printable(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

function listed(json: Settings[string] | undefined, words: string): string[] {
  const strings: unknown = typeof json === 'string' ? JSON.parse(json) : [];
  if (!Array.isArray(strings) || strings.length === 0) return [];
  return [`${words} ${list(strings.map((one) => code(printable(String(one)))))}`];
}
