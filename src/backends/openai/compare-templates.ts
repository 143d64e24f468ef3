import { fail } from '../../errors.js';
import type { Endpoint } from './endpoint.js';
import type { TemplateMarks } from './read-template.js';

interface Compared {
  /** The server whose chat template is recorded. */
  first: Pick<Endpoint, 'url'>;
  marks: TemplateMarks;
  read: (endpoint: Endpoint) => Promise<TemplateMarks>;
  warn: (text: string) => void;
}

/**
 * Compares what a server shows of its chat template with what the first one showed at load. Throws
 * SYNDISCO_SERVERS_DIFFER, or SYNDISCO_MODEL_CHANGED if it is the first one itself, restarted.
 */
export async function compareTemplate(endpoint: Endpoint, { first, marks, read, warn }: Compared): Promise<void> {
  if (!marks.template_sha256 && !marks.trial_sha256) return;
  const other = await read(endpoint);
  const pairs = [
    [marks.template_sha256, other.template_sha256],
    [marks.trial_sha256, other.trial_sha256],
  ] as const;
  const [one, two] = pairs.find(([before, now]) => before && now) ?? [];
  if (one === undefined)
    warn(`${endpoint.url} does not show how it renders prompts, so it may do so differently from ${first.url}`);
  else if (one !== two) throw endpoint.url === first.url ? restarted(endpoint) : different(endpoint, first);
}

function restarted({ url }: Endpoint): Error {
  return fail({
    code: 'SYNDISCO_MODEL_CHANGED',
    what: `${url} renders prompts differently since it was restarted: its chat template is another one.`,
    todo: 'Start the server with the old chat template, and run the same command again: finished turns are kept.',
    path: 'model_parameters.openai.base_urls',
  });
}

function different({ url }: Endpoint, first: Pick<Endpoint, 'url'>): Error {
  return fail({
    code: 'SYNDISCO_SERVERS_DIFFER',
    what: `${url} renders prompts differently from ${first.url}: their chat templates are not the same.`,
    todo: 'Start all servers with the same model and chat template, or correct openai.base_urls.',
    path: 'model_parameters.openai.base_urls',
  });
}
