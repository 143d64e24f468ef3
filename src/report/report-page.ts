import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import { flagsOf } from './flags-of.js';
import type { PageBundle } from './read-bundle.js';
import { collectPrompts } from './collect-prompts.js';
import type { Block, Flag, PageDiscussion, PlanFacts, ReportFacts, ReportOverview } from './report-data.js';
import { tallyDiscussions } from './tally-discussions.js';
import { personaTable, transcriptOf } from './transcript-of.js';

/** Comments per block: a block is inflated as a whole when one of its discussions is opened. */
const blockSize = 1000;

export interface ReportPage {
  experiment: string;
  plan: PlanFacts | undefined;
  discussions: AsyncIterable<AnnotatedDiscussion>;
  /** What is known when all discussions have been read. */
  facts: () => Omit<ReportFacts, 'experiment' | 'plan'>;
  bundle: PageBundle;
}

/**
 * The page as one HTML file, in chunks. Reads the discussions once and keeps a block at a time, and a line per
 * discussion for the list.
 */
export async function* reportPage(page: ReportPage): AsyncGenerator<string> {
  const { experiment, plan, discussions, facts, bundle } = page;
  yield head(experiment, bundle);
  const tally = tallyDiscussions(plan?.conditions.map(({ condition }) => condition) ?? []);
  const prompts = collectPrompts();
  const listed: PageDiscussion[] = [];
  let block = emptyBlock();
  let blocks = 0;
  for await (const read of discussions) {
    tally.note(read);
    prompts.note(read);
    listed.push(describe(read, { block: blocks, place: block.discussions.length }));
    block.discussions.push(transcriptOf(read, block.table));
    block.comments += read.discussion.comments.length;
    if (block.comments < blockSize) continue;
    yield pack('block', blocks, sealed(block));
    block = emptyBlock();
    blocks += 1;
  }
  if (block.discussions.length > 0) yield pack('block', blocks, sealed(block));
  yield pack('list', 0, listed);
  yield pack('prompts', 0, prompts.all());
  yield foot({ experiment, ...(plan && { plan }), ...facts(), ...tally.result() }, bundle);
}

interface OpenBlock {
  table: ReturnType<typeof personaTable>;
  discussions: Block['discussions'][number][];
  comments: number;
}

function emptyBlock(): OpenBlock {
  return { table: personaTable(), discussions: [], comments: 0 };
}

function sealed({ table, discussions }: OpenBlock): Block {
  return { personas: table.all, discussions };
}

function describe({ discussion }: AnnotatedDiscussion, at: Pick<PageDiscussion, 'block' | 'place'>): PageDiscussion {
  const { id, condition, topic = null, replicate, comments } = discussion;
  const counts: Partial<Record<Flag, number>> = {};
  for (const flag of comments.flatMap(flagsOf)) counts[flag] = (counts[flag] ?? 0) + 1;
  return { id, condition, topic, replicate, comments: comments.length, flags: counts, ...at };
}

/** A data block: no script runs it, and base64 cannot end it. */
function pack(name: string, index: number, value: unknown): string {
  const packed = gzipSync(JSON.stringify(value)).toString('base64');
  return `<script type="application/gzip" id="${name}-${index}">${packed}</script>\n`;
}

/** Only the page's own script and style run: the policy names them by hash. Nothing is ever loaded. */
function head(experiment: string, { script, style }: PageBundle): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<title>${escaped(experiment)}: report</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<body>
<div id="page"><p class="loading">Opening the report …</p></div>
<noscript><p>This report is one file without any connection to the network, and needs JavaScript to show its contents.</p></noscript>
`;
}

function foot(overview: ReportOverview, { script }: PageBundle): string {
  const json = JSON.stringify(overview).replaceAll('<', '\\u003c');
  return `<script type="application/json" id="overview">${json}</script>\n<script>${script}</script>\n</html>\n`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
