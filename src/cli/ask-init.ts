import { cancel, multiselect, select, text } from '@clack/prompts';
import { resolve } from 'node:path';
import { exampleProjects, type ExampleName } from '../experiment/init/example-projects.js';
import { starterMetrics, usualMetrics, type StarterMetricName } from '../experiment/init/starter-metrics.js';
import type { NewProject } from '../experiment/init/write-project.js';

interface Known {
  folder: string | undefined;
  example: ExampleName | undefined;
}

/** On stderr, because stdout is for the result. */
const { stderr: output } = process;
/** Some pseudo-terminals say that they are 0 columns wide. */
if (output.columns === 0) output.columns = 80;

/** Asks what the command line does not say: example, folder, metrics. Undefined if the user cancels. */
export async function askInit(known: Known): Promise<NewProject | undefined> {
  const project = await askAll(known);
  if (!project) cancel('Nothing was written.', { output });
  return project;
}

async function askAll(known: Known): Promise<NewProject | undefined> {
  const example = known.example ?? (await askExample());
  if (typeof example === 'symbol') return undefined;
  const folder = known.folder ?? (await askFolder());
  if (typeof folder === 'symbol') return undefined;
  const metrics = await askMetrics(example);
  return typeof metrics === 'symbol' ? undefined : { dir: resolve(folder), example, metrics };
}

function askExample(): Promise<ExampleName | symbol> {
  const options = names(exampleProjects).map((value) => ({ value, label: exampleProjects[value].title }));
  return select<ExampleName>({ message: 'What do you want to make?', options, output });
}

function askFolder(): Promise<string | symbol> {
  const message = 'In which folder? The experiment is named after it.';
  return text({ message, initialValue: 'my-study', placeholder: '. is the current folder', defaultValue: '.', output });
}

async function askMetrics(example: ExampleName): Promise<readonly StarterMetricName[] | symbol> {
  if (!exampleProjects[example].hasMetrics) return [];
  const options = names(starterMetrics).map((value) => ({ value, label: starterMetrics[value].title }));
  return multiselect<StarterMetricName>({
    message: 'What should annotators be asked about each comment? (space selects, return goes on)',
    options,
    initialValues: [...usualMetrics],
    output,
  });
}

function names<Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(table) as Name[];
}
