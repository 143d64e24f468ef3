import { sha256 } from '../sha256.js';
import { engineFields } from './fields/engine-fields.js';
import type { Fields, Identity, Sources } from './fields/field.js';
import { identityTable } from './fields/identity-table.js';
import { namedField } from './fields/key-behind.js';
import { modelFields } from './fields/model-fields.js';
import type { ActorModel, AnnotationDesign, Condition, Job, PlanLine } from './job.js';
import { modelsOfCondition } from './models-of-job.js';
import { planVersion } from './plan-version.js';

/** The job as the frozen plan keeps it: every field that decides what is made, long texts as their hash. */
export function planLine(job: Job): PlanLine {
  const fields = job.kind === 'discussion' ? { ...ofCondition(job.condition) } : { ...ofDesign(job.design) };
  if (job.kind === 'discussion') fill(fields, own.discussion, job);
  else fill(fields, own.annotation, job);
  return { kind: job.kind, id: job.id, hash: sha256(JSON.stringify([planVersion, fields])), fields };
}

type Flat<Owner> = readonly (readonly [name: string, of: Sources<Owner>[string]])[];

const entries: readonly Identity[] = Object.values(identityTable);
const ofModels: readonly Identity[] = Object.values(modelFields);
const own = {
  model: flatten(entries.map(({ model }) => model)),
  condition: flatten(entries.map(({ condition }) => condition)),
  design: flatten(entries.map(({ design }) => design)),
  discussion: flatten(entries.map(({ discussion }) => discussion)),
  annotation: flatten(entries.map(({ annotation }) => annotation)),
};

/** Of these, the fields that belong to a model. */
const spoken = {
  condition: flatten(ofModels.map(({ condition }) => condition)),
  design: flatten(ofModels.map(({ design }) => design)),
};

function flatten<Owner>(sources: readonly (Sources<Owner> | undefined)[]): Flat<Owner> {
  return sources.flatMap((fields) => Object.entries(fields ?? {}));
}

const templates = new WeakMap<Condition | AnnotationDesign, Fields>();

/** What all discussions of a condition have in common, with room for what is each one's own. */
function ofCondition(condition: Condition): Fields {
  return once(condition, own.discussion, () => {
    const fields = fill(ofModel(condition.model), own.condition, condition);
    const fieldsOf = (model: ActorModel): Fields => fill(ofModel(model), spoken.condition, { ...condition, model });
    return callByName(fields, modelsOfCondition(condition), fieldsOf);
  });
}

function ofDesign(design: AnnotationDesign): Fields {
  return once(design, own.annotation, () => {
    const fields = fill(ofModel(design.model), own.design, design);
    const fieldsOf = (model: ActorModel): Fields => fill(ofModel(model), spoken.design, design);
    return callByName(fields, new Set([design.model]), fieldsOf);
  });
}

/** Fields of a model of `models` are called by its name, `models.small.max_tokens`. `fields` have those of the first. */
function callByName(fields: Fields, models: ReadonlySet<ActorModel>, fieldsOf: (model: ActorModel) => Fields): Fields {
  const [first] = models;
  const named = [...models].flatMap((model) =>
    model.key === undefined ? [] : [[model.key, fieldsOf(model)] as const],
  );
  const moved = new Set(first?.key === undefined ? [] : Object.keys(fieldsOf(first)));
  return Object.fromEntries([
    ...Object.entries(fields).filter(([name]) => !moved.has(name)),
    ...named.flatMap(([key, its]) =>
      Object.entries(its).map(([name, value]) => [namedField(key, name), value] as const),
    ),
  ]);
}

function ofModel({ config }: ActorModel): Fields {
  return { ...fill({}, own.model, config), ...engineFields(config) };
}

/**
 * Worked out once. A field that does not apply is left out, which keeps the lines of a large plan short. An object that grows key by key is slow to make and to copy; one that was parsed with all its keys
 * is neither, which is 100,000 jobs in a fifth of a second in place of five.
 */
function once<Owner>(owner: Condition | AnnotationDesign, later: Flat<Owner>, make: () => Fields): Fields {
  const before = templates.get(owner);
  if (before) return before;
  const room = Object.fromEntries(later.map(([name]) => [name, null]));
  const given = Object.entries(make()).filter(([, value]) => value !== null);
  const template = JSON.parse(JSON.stringify({ ...Object.fromEntries(given), ...room })) as Fields;
  templates.set(owner, template);
  return template;
}

function fill<Owner>(fields: Fields, sources: Flat<Owner>, owner: Owner): Fields {
  for (const [name, of] of sources) fields[name] = of(owner);
  return fields;
}
