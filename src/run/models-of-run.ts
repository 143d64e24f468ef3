import type { Backend, ModelIdentity, Request } from '../backends/backend.js';
import { redactValue } from '../redact.js';
import { loadKey } from '../plan/group-by-model.js';
import type { ActorModel } from '../plan/job.js';

/** The models of a job, loaded. */
export interface JobModels {
  /** The first is the document's. */
  identities: readonly [ModelIdentity, ...ModelIdentity[]];
  backendOf: (request: Pick<Request, 'model'>) => Backend;
}

type Loaded = ReadonlyMap<string, Backend>;

export function openModels(
  { models }: { models: readonly [ActorModel, ...ActorModel[]] },
  { backends }: { backends: Loaded },
): JobModels {
  const byName = new Map(models.map((model) => [model.key, loadedOf(model, backends)]));
  const [first, ...others] = models;
  return {
    identities: [identityOf(first, backends), ...others.map((model) => identityOf(model, backends))],
    backendOf({ model: name }) {
      const backend = byName.get(name);
      if (!backend) throw new Error(`a request for ${name ?? 'model_parameters'}, which the job does not have`);
      return backend;
    },
  };
}

/** One load may serve models of several names. */
export function identityOf(model: ActorModel, backends: Loaded): ModelIdentity {
  return redactValue({ ...loadedOf(model, backends).model, name: model.config.name });
}

function loadedOf({ config }: ActorModel, backends: Loaded): Backend {
  const backend = backends.get(loadKey(config));
  if (!backend) throw new Error(`${config.name} is not loaded`);
  return backend;
}
