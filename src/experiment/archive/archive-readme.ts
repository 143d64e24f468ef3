import type { ExperimentConfig } from '../../config/experiment-config.js';
import { jobKinds, kindsInOrder } from '../../job-kinds.js';
import { readVersion } from '../../version.js';
import type { Redaction } from './redact.js';
import type { StagedRun } from './stage-run.js';

interface ReadmeFacts extends StagedRun {
  redactions: readonly Redaction[];
  weights: readonly string[];
  hidesSecrets: boolean;
  mismatches: readonly string[];
}

/** Says what is in the archive, how to check it, and how to go on from it. Has no date: the same run gives the same text. */
export function archiveReadme(config: ExperimentConfig, facts: ReadmeFacts, isRedacted: boolean): string {
  const sections = [
    `# ${config.name}\n\n${describeState(facts)}`,
    contents,
    checking,
    continuing(facts),
    ...(isRedacted ? [redacted(facts.redactions)] : []),
  ];
  return `${sections.join('\n\n')}\n`;
}

function describeState({ planned, finished, withdrawn, isComplete }: ReadmeFacts): string {
  const counts = kindsInOrder.map((kind) => {
    const leftOut = kind === 'discussion' && withdrawn > 0 ? ` (${withdrawn} withdrawn)` : '';
    return `${finished[kind]} of ${planned[kind]} ${jobKinds[kind].plural}${leftOut}`;
  });
  const state = isComplete ? 'Complete' : '**Not complete**';
  return `A study made with syndisco ${readVersion()}. ${state}: ${counts.join(' and ')} are finished.`;
}

const contents = `## What is in it

- \`syndisco.yml\`: the config. Its paths are relative; input files lie beside it, and those from elsewhere in \`files/\`.
- \`run/\`: the run directory. \`run.json\` identifies it, \`plan/\` is the frozen plan, \`inputs/\` has a copy of every input by
  content, \`models/\` the fingerprints of the weights, \`discussions/\` and \`annotations/\` the documents, \`failures/\` the jobs
  that failed, \`withdrawn/\` the discussions that were left out and why, \`accepted/\` the accepted edits.
- \`dataset/tidy/\`: the data set as CSV tables with keys, its codebook and its data package; absent if nothing is finished.
- Left out: journals (a discussion that was not finished starts over), logs, locks, the weights of the models, and
  whatever can be made again from the documents.`;

const checking = `## How to check it

    sha256sum -c SHA256SUMS
    syndisco verify

The first needs no syndisco. The second also compares every document with the plan and with its own checksum; on the
packed file it is \`syndisco verify FILE.tar.gz\`.`;

function continuing({ weights, hidesSecrets, mismatches }: ReadmeFacts): string {
  const needed =
    weights.length === 0
      ? ''
      : `\n\nTo generate, put the weights here first; \`run/models/\` has their fingerprints:\n\n${weights.map((path) => `- \`${path}\``).join('\n')}`;
  const hidden = hidesSecrets
    ? '\n\nValues of `extra_body` are hidden in `syndisco.yml`, since they may be secrets. Put them back before you generate: without them, servers are asked for something else.'
    : '';
  const refused =
    mismatches.length === 0
      ? ''
      : `\n\n**\`syndisco run\` refuses to go on from this archive**, because its config and inputs do not make the plan of the run. Reading, exporting and forking work.\n\n${mismatches.map((reason) => `- ${reason}`).join('\n')}`;
  return `## How to go on from it

    syndisco export                  # the data set again, in another form
    syndisco report                  # the analysis and the page with all transcripts
    syndisco run                     # what is missing, or more if the design has grown
    syndisco run --fork replication  # the whole study once more, in a run directory of its own

Keys of servers are not in it: their environment variables must be set as the config names them.${hidden}${needed}${refused}`;
}

function redacted(redactions: readonly Redaction[]): string {
  const lines = redactions.flatMap(({ file, replaced, remaining }) => [
    ...(replaced > 0 ? [`- \`${file}\`: ${replaced} replaced`] : []),
    ...(remaining > 0 ? [`- \`${file}\`: ${remaining} remain, because the file is sealed by a hash or is data`] : []),
  ]);
  const list = lines.length > 0 ? lines.join('\n') : '- nothing else was found';
  return `## What was redacted

Paths and server addresses in \`syndisco.yml\` and the copies of it, \`config.yaml\`, were rewritten, also in comments. Besides, paths and host names:

${list}`;
}
