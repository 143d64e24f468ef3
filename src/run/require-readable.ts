import { RefusedRequest, type Backend, type Completion, type Request } from '../backends/backend.js';
import { splitLabel } from '../backends/label.js';
import { shapeFault } from '../store/check-shape.js';

/** Six significant digits of each probability are kept. */
const roundingError = 1e-5;

/** A server's name for its model, which every comment repeats. */
const longestName = 1000;

/**
 * What cannot be read back must not be written: throws RefusedRequest, naming the engine, for a completion that no reader
 * of the journal would accept or that does not fit its request. Every completion passes this, whichever engine made it.
 */
export function requireReadable(completion: Completion, request: Request, { model }: Pick<Backend, 'model'>): void {
  const fault = shapeFault('completion', completion) ?? nameFault(completion) ?? requestFault(completion, request);
  if (fault === undefined) return;
  throw new RefusedRequest(`the engine ${model.engine} gave a completion that cannot be kept: ${fault}`);
}

function nameFault({ served_model: name = '' }: Completion): string | undefined {
  if (!name.isWellFormed()) return '/served_model is not well-formed Unicode';
  return name.length > longestName ? `/served_model has ${name.length} characters` : undefined;
}

function requestFault(
  { dropped_blocks: dropped, label_scores: scores }: Completion,
  request: Request,
): string | undefined {
  const { length } = request.history;
  if (dropped > length) return `/dropped_blocks is ${dropped}, but the history has ${length} blocks`;
  return scores && scoresFault(scores, request);
}

function scoresFault(scores: NonNullable<Completion['label_scores']>, { label = [] }: Request): string | undefined {
  const { listed } = splitLabel(label);
  if (scores.length !== listed.length) return `/label_scores has ${scores.length} entries for ${listed.length} metrics`;
  for (const [at, { probabilities }] of scores.entries()) {
    const values = listed[at]?.values.length ?? 0;
    const sum = probabilities.reduce((total, probability) => total + probability, 0);
    if (probabilities.length !== values)
      return `/label_scores/${at}/probabilities has ${probabilities.length} entries for ${values} values`;
    if (Math.abs(sum - 1) > roundingError * values + Number.EPSILON)
      return `/label_scores/${at}/probabilities add up to ${sum}, not 1`;
  }
  return undefined;
}
