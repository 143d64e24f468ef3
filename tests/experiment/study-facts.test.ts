import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gatherStudyFacts } from '../../src/experiment/manuscript/gather-study-facts.js';
import { openExperiment } from '../../src/experiment/open-experiment.js';
import { townHallProject } from '../cli/syndisco.js';
import { mustRun } from '../report/report-project.js';

test.each(['original', 'json', 'chat'])(
  'when prompts are rebuilt from documents under the layout %s, then they have the tokens that the engine counted',
  async (layout) => {
    await using project = await townHallProject();
    await project.edit(
      'experiment_variables: { include_mod: true,',
      `experiment_variables: { prompt_layout: ${layout}, include_mod: true,`,
    );
    await mustRun(['run', '-c', project.config]);
    const { config } = await openExperiment({ config: join(project.dir, 'town-hall.yml') }, () => ({
      discussions: false,
      annotation: false,
    }));
    const { prompts } = await gatherStudyFacts(config);

    expect(prompts.map(({ actor }) => actor)).toEqual(['participant', 'moderator', 'annotator (scripted)']);
    // The tokens of the scripted engine are words.
    for (const { messages, tokens } of prompts)
      expect(messages.flatMap(({ content }) => content.split(/\s+/).filter(Boolean))).toHaveLength(tokens ?? -1);
  },
);
