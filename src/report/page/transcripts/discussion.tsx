import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { PageDiscussion } from '../../report-data.js';
import type { OpenTranscript } from '../page-data.js';
import { Comment } from './comment.js';
import { DiscussionNetwork } from './discussion-network.js';
import { MatchStepper } from './match-stepper.js';
import { PersonaName } from './persona-name.js';
import { asksForComments, type Query } from './query.js';
import { visible } from './visible.js';

/** A discussion to read, with the comment that the address names and those that the query matches. */
export interface Opened {
  discussion: PageDiscussion;
  turn: number | undefined;
  turns: readonly number[];
}

interface DiscussionProps extends Opened, OpenTranscript {
  query: Query;
  beside: string | undefined;
  /** Number of comments of both discussions of an aligned pair; undefined if they are not aligned. */
  rows: number | undefined;
}

export function Discussion(props: DiscussionProps): VNode {
  const { discussion, transcript, personas, turn, turns, query, beside, rows } = props;
  const { id, condition, topic, replicate } = discussion;
  const matching = new Set(turns);
  // A repeat is the same annotator.
  const annotators = transcript.annotators.filter(
    ({ name, model }, index, all) => all.findIndex((one) => one.name === name && one.model === model) === index,
  );
  useShownTurn(id, turn);
  const facts = [
    condition,
    ...(topic === null ? [] : [topic]),
    ...(replicate === null ? [] : [`replicate ${replicate}`]),
  ];
  return (
    <article class="discussion" aria-label={id} style={rows === undefined ? {} : { gridRow: `1 / span ${rows + 2}` }}>
      <h2>
        <bdi>{visible(id)}</bdi>
      </h2>
      <header>
        <p class="facts">
          {facts.map((fact, index) => (
            <span key={index}>
              <bdi>{visible(fact)}</bdi>
            </span>
          ))}
        </p>
        <Cast title="Taking part" people={transcript.actors} personas={personas} />
        <Cast title="Annotators" people={annotators} personas={personas} />
        <DiscussionNetwork transcript={transcript} />
        {asksForComments(query) && <MatchStepper id={id} beside={beside} turn={turn} turns={turns} />}
      </header>
      <ol class="comments" start={0} style={rows === undefined ? {} : { gridRow: `3 / span ${rows}` }}>
        {transcript.comments.map((comment, index) => (
          <Comment
            key={index}
            {...{ comment, transcript, personas, query, beside }}
            id={id}
            turn={index}
            isMatch={matching.has(index)}
            isNamed={turn === index}
          />
        ))}
      </ol>
    </article>
  );
}

/** Brings the comment that the address names into view. */
function useShownTurn(id: string, turn: number | undefined): void {
  useEffect(() => {
    const target = turn === undefined ? null : document.getElementById(`${id}/${turn}`);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }, [id, turn]);
}

interface CastProps {
  title: string;
  people: readonly { name: string; role?: string; persona?: number }[];
  personas: OpenTranscript['personas'];
}

function Cast({ title, people, personas }: CastProps): VNode | null {
  if (people.length === 0) return null;
  return (
    <div class="cast">
      <span class="title">{title}</span>
      <ul>
        {people.map(({ name, role = 'participant', persona }, index) => (
          <li key={index}>
            <PersonaName name={name} traits={persona === undefined ? undefined : personas[persona]} />
            {role !== 'participant' && role !== name.toLowerCase() && <span class="role">{role}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
