import type { Block, PageDiscussion, ReportOverview, Transcript } from '../report-data.js';

export function readOverview(): ReportOverview {
  return JSON.parse(textOf('overview')) as ReportOverview;
}

/** Reads a compressed data block of the page. */
export async function inflate<Value>(id: string): Promise<Value> {
  const bytes = Uint8Array.from(atob(textOf(id)), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(stream).json()) as Value;
}

/** A transcript with the personas that its actors refer to. */
export interface OpenTranscript {
  transcript: Transcript;
  personas: Block['personas'];
}

const blocks = new Map<number, Promise<Block>>();

export async function openTranscript({ block, place }: PageDiscussion): Promise<OpenTranscript> {
  const { personas, discussions } = await openBlock(block);
  const transcript = discussions[place];
  if (!transcript) throw new Error(`Block ${block} has no discussion ${place}.`);
  return { transcript, personas };
}

/** A block is inflated once and stays in memory. */
function openBlock(block: number): Promise<Block> {
  const opened = blocks.get(block) ?? inflate<Block>(`block-${block}`);
  blocks.set(block, opened);
  return opened;
}

function textOf(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
