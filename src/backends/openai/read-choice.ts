import type { Completion, Request } from '../backend.js';
import { ReplyText } from '../reply-text.js';
import { isStillThinking, stripThinking } from '../strip-thinking.js';
import type { Choice } from './read-answer.js';

type FinishReason = Completion['finish_reason'];

interface ReadChoice extends Pick<Completion, 'text' | 'finish_reason' | 'raw_text'> {
  /** The server's own reason, if it is none that we know: the text is taken as a reply that has ended. */
  unknownReason?: string | null;
}

/** How servers name an end: OpenAI's words, and those of others for the same. */
const reasons: Readonly<Record<string, FinishReason>> = {
  ...{ stop: 'stop', eos: 'stop', eos_token: 'stop', end_turn: 'stop', stop_sequence: 'stop_string' },
  ...{ length: 'length', max_tokens: 'length', error: 'failed', abort: 'failed' },
  ...{ tool_calls: 'failed', function_call: 'failed', content_filter: 'content_filter', safety: 'content_filter' },
  ...{ recitation: 'content_filter', blocklist: 'content_filter', prohibited_content: 'content_filter' },
};

/** The text of a choice and how it ended; a refusal is the text if there is no other. */
export function readChoice(
  choice: Choice,
  { stop: stops, speaker }: Pick<Request, 'stop' | 'speaker'>,
  opensThought?: boolean,
): ReadChoice {
  const { content, refusal } = choice.message;
  const reply = new ReplyText(stops, speaker);
  const said = stripThinking(content, opensThought);
  const isCut = reply.append(said) !== undefined;
  const stop = stopOf(choice, stops);
  const received = stop !== undefined && reply.isEmpty ? `${content}${stop}` : content;
  const text = reply.text || refusal;
  const end = endOf(choice);
  const ownEnd = isCut || stop !== undefined ? 'stop_string' : (end ?? 'stop');
  const isUnknown = end === undefined && text.trim() !== '';
  return {
    text,
    finish_reason: reasonForNoReply(choice, text) ?? ownEnd,
    ...(received !== reply.text && { raw_text: received }),
    ...(isUnknown && { unknownReason: choice.finish_reason }),
  };
}

/** SGLang reports end-of-turn tokens in the same place as stop strings. */
function stopOf({ stop_reason: stop, matched_stop: matched }: Choice, stops: readonly string[]): string | undefined {
  return stop ?? (matched !== undefined && stops.includes(matched) ? matched : undefined);
}

function endOf({ finish_reason: reason }: Choice): FinishReason | undefined {
  const name = reason?.toLowerCase() ?? '';
  return Object.hasOwn(reasons, name) ? reasons[name] : undefined;
}

/** Undefined if there is a reply, or if the model itself ended its turn without one. */
function reasonForNoReply(choice: Choice, text: string): FinishReason | undefined {
  const { refusal, content, hasToolCalls, hasThought } = choice.message;
  const end = endOf(choice);
  if (end === 'content_filter') return end;
  if (refusal !== '') return 'refused';
  // There are no tools to call.
  if (end === 'failed' || hasToolCalls) return 'failed';
  if (text.trim() !== '') return undefined;
  if (end === 'length' || hasThought || isStillThinking(content)) return 'no_text';
  return end === undefined ? 'failed' : undefined;
}
