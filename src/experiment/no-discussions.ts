import { fail, type SyndiscoError } from '../errors.js';

/** The error of a folder that an export or a report finds empty. */
export function noDiscussions(dir: string, key = 'dataset_export.discussion_root_dir', withdrawn = 0): SyndiscoError {
  return fail({
    code: 'SYNDISCO_DISCUSSIONS_EMPTY',
    what: `There are no discussions below ${dir}${withdrawn > 0 ? ` but ${withdrawn} withdrawn ones` : ''}.`,
    todo: `Generate discussions first, or set ${key} to the folder that contains them.`,
    where: { file: dir },
  });
}
