import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { fail, throwIfAny, type Problem, type SyndiscoError } from '../errors.js';
import { suggest } from '../source/suggest.js';
import type { DatasetSurvey, DiscussionFiles } from './dataset-survey.js';

/** Which rows to export. A list that is empty or absent takes all. Filters never change the columns. */
export interface ExportFilter {
  conditions?: readonly string[];
  /** Roles of those who speak. */
  roles?: readonly string[];
  status?: 'complete' | 'partial';
  /**
   * Only discussions that were finished, got an annotation, were edited or taken back in at this time or later: each with
   * all that belongs to it, so that it replaces what an earlier export had of it.
   */
  since?: Date;
}

/** The discussions to export. Throws if a filter names nothing that there is, or leaves nothing. */
export function filterDiscussions(survey: DatasetSurvey, filter: ExportFilter): readonly DiscussionFiles[] {
  const { discussions, roles } = survey;
  const { conditions = [], status, since } = filter;
  throwIfAny([
    ...unknown('--condition', conditions, [...new Set(discussions.map(({ sampledBy }) => sampledBy.condition))]),
    ...unknown('--role', filter.roles ?? [], [...roles]),
    ...(status !== undefined && discussions.every((one) => one.status === undefined) ? [noPlan()] : []),
  ]);
  const kept = discussions.filter(
    (one) =>
      (conditions.length === 0 || conditions.includes(one.sampledBy.condition)) &&
      (status === undefined || one.status === status) &&
      (since === undefined || one.changedAt >= since),
  );
  if (kept.length === 0) throw nothingLeft(filter, withdrawnSince(survey, filter));
  throwIfAny(withoutRole(kept, filter.roles ?? []));
  return kept;
}

/** Which discussions an earlier export had that are withdrawn now; all of them, since a copy must lose their rows. */
export function withdrawnSince({ withdrawn }: DatasetSurvey, { since }: ExportFilter): string | undefined {
  const ids = withdrawn.filter(({ at }) => since && new Date(at) >= since).map(({ id }) => id);
  const [verb, whose] = ids.length === 1 ? ['discussion was', 'its'] : ['discussions were', 'their'];
  return ids.length === 0
    ? undefined
    : `${ids.length} ${verb} withdrawn since then: remove ${whose} rows from your copy: ${ids.join(', ')}`;
}

export function filterComments(read: AnnotatedDiscussion, { roles = [] }: ExportFilter): AnnotatedDiscussion {
  if (roles.length === 0) return read;
  const { discussion } = read;
  return {
    ...read,
    discussion: { ...discussion, comments: discussion.comments.filter(({ actor }) => roles.includes(actor.role)) },
  };
}

function unknown(option: string, wanted: readonly string[], known: readonly string[]): Problem[] {
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = suggest(name, known);
      const hint = near === undefined ? `There are: ${known.slice(0, 20).join(', ')}.` : `Did you mean ${near}?`;
      return {
        code: 'SYNDISCO_USAGE',
        what: `${option} ${name}: nothing in this data set has this value.`,
        todo: hint,
      };
    });
}

/** Nobody of these roles would leave tables without turns. */
function withoutRole(kept: readonly DiscussionFiles[], wanted: readonly string[]): Problem[] {
  const roles = new Set(kept.flatMap((one) => one.roles));
  if (wanted.length === 0 || wanted.some((role) => roles.has(role))) return [];
  return [
    {
      code: 'SYNDISCO_USAGE',
      what: `No discussion that passes the other filters has the role ${wanted.join(' or ')}.`,
      todo: `Remove a filter, or use one of their roles: ${[...roles].join(', ')}.`,
    },
  ];
}

function noPlan(): Problem {
  return {
    code: 'SYNDISCO_USAGE',
    what: '--status needs the plan that the discussions belong to, and there is none.',
    todo: 'Remove --status, or export from the run directory that made the discussions.',
  };
}

function nothingLeft({ since }: ExportFilter, withdrawn: string | undefined): SyndiscoError {
  const when = since && ` that was finished or annotated since ${since.toISOString()}`;
  return fail({
    code: 'SYNDISCO_USAGE',
    what: `There is no discussion${when ?? ''} that passes all filters.${withdrawn === undefined ? '' : ` But ${withdrawn}.`}`,
    todo: `Remove ${since ? '--since' : '--status'} or one of the other filters.`,
  });
}
