import type { VNode } from 'preact';
import type { ReportOverview } from '../../report-data.js';
import { Section } from './section.js';

export function Notes({ overview: { notes } }: { overview: ReportOverview }): VNode {
  return (
    <Section id="notes" title="Notes on the data">
      {notes.length === 0 ? (
        <p>Every file was read; every annotation belongs to a discussion.</p>
      ) : (
        <ul>
          {notes.map((note, index) => (
            <li key={index}>
              <bdi>{note}</bdi>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
