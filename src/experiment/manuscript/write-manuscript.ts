import { join } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { checklists, type ChecklistName } from '../../manuscript/checklists/registry.js';
import { methodsFile } from '../../manuscript/methods/methods-file.js';
import { writeDerived } from '../../store/disk/write-derived.js';
import { gatherStudyFacts } from './gather-study-facts.js';

/** The checklists that can be written. */
export const checklistNames: readonly string[] = Object.keys(checklists);

export interface ManuscriptOptions {
  /** Where to write the methods section; not written if absent. */
  methods?: string;
  /** Written to the run directory, under its name. */
  checklist?: ChecklistName;
}

/** Writes what an article says about how a study was made. Returns the paths. */
export async function writeManuscript(
  config: ExperimentConfig,
  { methods, checklist }: ManuscriptOptions,
): Promise<{ methods?: string; checklist?: string }> {
  if (methods === undefined && checklist === undefined) return {};
  const facts = await gatherStudyFacts(config);
  const checked = checklist === undefined ? undefined : join(config.runDir, `${checklist}.md`);
  if (methods !== undefined) await writeDerived(methods, [methodsFile(facts)]);
  if (checklist !== undefined && checked !== undefined) await writeDerived(checked, [checklists[checklist](facts)]);
  return { ...(methods !== undefined && { methods }), ...(checked !== undefined && { checklist: checked }) };
}
