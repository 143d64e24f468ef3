import type { TargetedEvent, VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PagePrompt, ReportOverview } from '../../report-data.js';
import { inflate } from '../page-data.js';
import { visible } from '../transcripts/visible.js';

/** What each role was told in a condition, and each annotator. */
export function Prompts({ overview: { conditions } }: { overview: ReportOverview }): VNode {
  const [prompts, setPrompts] = useState<readonly PagePrompt[]>();
  const [chosen, setChosen] = useState(conditions[0]?.condition ?? '');
  useEffect(() => {
    void inflate<readonly PagePrompt[]>('prompts-0').then(setPrompts);
  }, []);
  if (!prompts) return <p class="loading">Reading the prompts …</p>;
  if (prompts.length === 0) return <p>The files do not say what the actors were told.</p>;
  const annotators = prompts.filter(({ condition }) => condition === null);
  return (
    <>
      <p>
        The system text as it was sent, of the first actor of each role; others of the role have other personas. In the
        prompt it is followed by the last comments of the discussion.
      </p>
      {conditions.length > 1 && (
        <label class="chooser">
          Condition{' '}
          <select
            value={chosen}
            onChange={({ currentTarget }: TargetedEvent<HTMLSelectElement>) => {
              setChosen(currentTarget.value);
            }}
          >
            {conditions.map(({ condition }) => (
              <option key={condition} value={condition}>
                {condition}
              </option>
            ))}
          </select>
        </label>
      )}
      {[...prompts.filter(({ condition }) => condition === chosen), ...annotators].map((prompt, index) => (
        <Prompt key={index} prompt={prompt} />
      ))}
    </>
  );
}

function Prompt({ prompt: { role, name, model, history, text } }: { prompt: PagePrompt }): VNode {
  const facts = [
    ...(role === name.toLowerCase() ? [] : [name]),
    ...(model === null ? [] : [model]),
    ...(history === null ? [] : [history === 1 ? 'the last comment follows' : `the last ${history} comments follow`]),
  ];
  return (
    <details class="prompt">
      <summary>
        <bdi>{visible(role)}</bdi> <span class="unit">{visible(facts.join(' · '))}</span>
      </summary>
      <p class="text" dir="auto">
        {visible(text)}
      </p>
    </details>
  );
}
