import type { VNode } from 'preact';
import type { ReportOverview } from '../../report-data.js';

export function Notes({ overview: { notes } }: { overview: ReportOverview }): VNode {
  return (
    <>
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
    </>
  );
}
