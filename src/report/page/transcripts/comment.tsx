import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageComment, Transcript } from '../../report-data.js';
import { whole } from '../format-number.js';
import type { OpenTranscript } from '../page-data.js';
import { linkTo } from '../route.js';
import { flagWords, reasonsInWords } from './flag-words.js';
import { Labels } from './labels.js';
import { PersonaName } from './persona-name.js';
import { patternOf, type Query } from './query.js';
import { visible } from './visible.js';

interface CommentProps {
  comment: PageComment;
  transcript: Transcript;
  personas: OpenTranscript['personas'];
  id: string;
  turn: number;
  query: Query;
  beside: string | undefined;
  isMatch: boolean;
  isNamed: boolean;
}

export function Comment(props: CommentProps): VNode {
  const { comment, transcript, id, turn, isMatch, isNamed } = props;
  const isModerator = transcript.actors[comment.actor]?.role === 'moderator';
  const classes = ['comment', isModerator && 'moderator', isMatch && 'match', isNamed && 'named'];
  return (
    <li id={`${id}/${turn}`} class={classes.filter(Boolean).join(' ')} tabIndex={-1}>
      <Head {...props} />
      <Body {...props} />
      {comment.labels && <Labels labels={comment.labels} annotators={transcript.annotators} />}
    </li>
  );
}

function Head({ comment: { actor, flags = [] }, transcript, personas, id, turn, beside }: CommentProps): VNode {
  const { name = '', role = '', persona } = transcript.actors[actor] ?? {};
  return (
    <p class="who">
      <PersonaName name={name} traits={persona === undefined ? undefined : personas[persona]} />
      {role !== 'participant' && role !== name.toLowerCase() && <bdi class="role">{role}</bdi>}
      {flags.map((flag) => (
        <span key={flag} class={`chip ${flag}`}>
          {flagWords[flag].chip}
        </span>
      ))}
      <a class="permalink" href={linkTo(id, { turn, beside })} aria-label={`Link to comment ${turn}`}>
        #{turn}
      </a>
    </p>
  );
}

function Body({ comment, query }: CommentProps): VNode {
  const { why = [], tries = [], raw } = comment;
  return (
    <div class="said">
      <Said comment={comment} query={query} />
      {why.length > 0 && <p class="why">{capital(reasonsInWords(why))}.</p>}
      {tries.length > 0 && <p class="why">Earlier tries: {reasonsInWords(tries)}.</p>}
      {raw !== undefined && (
        <details>
          <summary>The reply as the model gave it</summary>
          <Text text={raw} query={query} />
        </details>
      )}
    </div>
  );
}

function Said({ comment: { text, flags = [] }, query }: Pick<CommentProps, 'comment' | 'query'>): VNode {
  if (text !== '') return <Text text={text} query={query} />;
  return <p class="nothing">{flags.includes('missing') ? 'No comment came.' : 'Said nothing.'}</p>;
}

/** Longer texts are folded: one runaway comment must not hide the others. */
const foldAt = 4000;

function Text({ text, query }: { text: string; query: Query }): VNode {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || text.length <= foldAt ? text : text.slice(0, foldAt).toWellFormed();
  return (
    <>
      <p class="text" dir="auto">
        {marked(visible(shown), query)}
      </p>
      {shown !== text && (
        <button
          type="button"
          onClick={() => {
            setWhole(true);
          }}
        >
          {`Show all ${whole(text.length)} characters`}
        </button>
      )}
    </>
  );
}

/** The text with what was searched for marked. */
function marked(text: string, query: Query): (string | VNode)[] {
  const pattern = patternOf(query.text);
  if (!pattern) return [text];
  const parts: (string | VNode)[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(pattern)) {
    parts.push(text.slice(end, index), <mark key={index}>{found}</mark>);
    end = index + found.length;
  }
  return [...parts, text.slice(end)];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
