import { messagesOf, turnsOf } from '../../backends/backend.js';
import { promptLayouts } from '../../discussion/prompt-layouts/registry.js';
import { turnPrompt } from '../../discussion/turn-prompt.js';
import type { ActorRecord, DiscussionRecord } from '../../documents/records.js';
import type { Discussion, PublishedComment } from '../../generated/discussion.js';
import type { DiscussionFile } from '../../inputs/input-types.js';
import type { RenderedPrompt, Settings } from '../../manuscript/study-facts.js';

/**
 * What an actor was asked at its last turn of a discussion, from what the document says of the layout and the history.
 * Only the system text under a layout of the user's own, and for files that do not say how the prompt was made. Undefined
 * if the actor has no turn, or the file has no prompt.
 */
export function renderTurnPrompt(
  file: DiscussionFile,
  { id, condition }: DiscussionRecord,
  actor: ActorRecord,
): RenderedPrompt | undefined {
  if (actor.prompt === '') return undefined;
  const head = { actor: actor.role, condition };
  const turn = file.origin === 'syndisco' ? lastTurn(file.document, actor) : undefined;
  if (file.origin !== 'syndisco' || !file.document.specification)
    return { ...head, ...systemOnly(actor.prompt), source: `${actor.name} in ${id}` };
  if (!turn) return undefined;
  const source = `${actor.name}, turn ${turn.turn} of ${id}`;
  const { document } = file;
  const layout = layoutOf(document.specification);
  if (!layout) return { ...head, ...systemOnly(actor.prompt), source };
  const asked = turnPrompt({
    layout,
    actor: { name: turn.name, role: turn.role },
    comments: document.logs.slice(0, turn.turn),
    condition: historyOf(document),
  });
  const dropped = { ...asked, history: asked.history.slice(turn.dropped_blocks ?? 0) };
  const identity = (document.models ?? [document.model]).find(({ name }) => name === turn.model);
  const hasSystem = identity?.prompt_format?.system_role !== 'user';
  return {
    ...head,
    source,
    messages: messagesOf(actor.prompt, turnsOf(dropped), hasSystem),
    tokens: turn.prompt_tokens ?? null,
    isSystemOnly: false,
  };
}

export function systemOnly(system: string): Pick<RenderedPrompt, 'messages' | 'tokens' | 'isSystemOnly'> {
  return { messages: [{ role: 'system', content: system }], tokens: null, isSystemOnly: true };
}

/** Of the turns that were generated at the first try, if there are such. */
function lastTurn({ logs }: Discussion, { name, isModerator }: ActorRecord): PublishedComment | undefined {
  const own = logs.filter(
    (one) => one.name === name && (one.role === 'moderator') === isModerator && one.seed !== undefined,
  );
  return own.findLast(({ failed_tries: tries }) => !tries) ?? own.at(-1);
}

function layoutOf(specification: Settings = {}) {
  const { prompt_layout: name = 'original', prompt_layout_sha256: own } = specification;
  const known: Readonly<Record<string, (typeof promptLayouts)[keyof typeof promptLayouts]>> = promptLayouts;
  if (typeof own === 'string' || typeof name !== 'string') return undefined;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

function historyOf({ ctx_length: historyLength, specification = {} }: Discussion): TurnHistory {
  const { history_counts: counts, history_format: format } = specification;
  return {
    historyLength,
    historyCounts: counts === 'participants' ? 'participants' : 'all',
    ...(format === 'wrapped' && { historyFormat: 'wrapped' }),
  };
}

type TurnHistory = Parameters<typeof turnPrompt>[0]['condition'];
