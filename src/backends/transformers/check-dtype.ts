import type { DataType } from '@huggingface/transformers';
import { fail } from '../../errors.js';

const dtypes = ['auto', 'fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'bnb4', 'q4f16'] as const satisfies DataType[];

/** The precision that a config names. Throws SYNDISCO_CONFIG_UNKNOWN_VALUE for any other. */
export function checkDtype(dtype: string): DataType {
  const known = dtypes.find((one) => one === dtype);
  if (known) return known;
  throw fail({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    path: 'model_parameters.transformers.dtype',
    what: `There is no dtype "${dtype}".`,
    todo: `Use one of ${dtypes.join(', ')}; q8 is the default.`,
  });
}
