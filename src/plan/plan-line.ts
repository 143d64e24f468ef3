import type { ModelConfig } from '../config/experiment-config.js';
import { sha256 } from '../sha256.js';
import { engineFields } from './fields/engine-fields.js';
import type { Fields, Identity, Sources } from './fields/field.js';
import { identityTable } from './fields/identity-table.js';
import type { AnnotationDesign, Condition, Job, PlanLine } from './job.js';

/** The job as the frozen plan keeps it: every field that decides what is made, long texts as their hash. */
export function planLine(job: Job): PlanLine {
  const fields =
    job.kind === 'discussion'
      ? addFields(conditionFields(job.condition), ofDiscussion, job)
      : addFields(designFields(job.design, job.model), ofAnnotation, job);
  return { kind: job.kind, id: job.id, hash: sha256(JSON.stringify(fields)), fields };
}

const entries: readonly Identity[] = Object.values(identityTable);
const ofModel = flatten(entries.map(({ model }) => model));
const ofCondition = flatten(entries.map(({ condition }) => condition));
const ofDesign = flatten(entries.map(({ design }) => design));
const ofDiscussion = flatten(entries.map(({ discussion }) => discussion));
const ofAnnotation = flatten(entries.map(({ annotation }) => annotation));

type Flat<Owner> = readonly (readonly [name: string, of: Sources<Owner>[string]])[];

function flatten<Owner>(sources: readonly (Sources<Owner> | undefined)[]): Flat<Owner> {
  return sources.flatMap((fields) => Object.entries(fields ?? {}));
}

const known = new WeakMap<Condition | AnnotationDesign, Fields>();

function conditionFields(condition: Condition): Fields {
  return once(condition, () => addFields(modelFields(condition.model), ofCondition, condition));
}

function designFields(design: AnnotationDesign, model: ModelConfig): Fields {
  return once(design, () => addFields(modelFields(model), ofDesign, design));
}

function modelFields(model: ModelConfig): Fields {
  return { ...addFields({}, ofModel, model), ...engineFields(model) };
}

/** The same for all jobs of a condition, so worked out once. */
function once(owner: Condition | AnnotationDesign, make: () => Fields): Fields {
  const fields = known.get(owner) ?? make();
  known.set(owner, fields);
  return fields;
}

function addFields<Owner>(shared: Fields, sources: Flat<Owner>, owner: Owner): Fields {
  const fields = { ...shared };
  for (const [name, of] of sources) fields[name] = of(owner);
  return fields;
}
