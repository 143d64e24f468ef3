import { describe, expect, it } from 'vitest';
import { exitCodeOf, type ErrorCode } from '../../../src/errors.js';
import { badArchives } from './bad-archives.js';
import { badConfig } from './bad-config.js';
import { badDocuments } from './bad-documents.js';
import { badHubs } from './bad-hubs.js';
import { badInputs } from './bad-inputs.js';
import { badJobs } from './bad-jobs.js';
import { badLibrary } from './bad-library.js';
import { badMachines } from './bad-machines.js';
import { badMerges } from './bad-merges.js';
import { badModels } from './bad-models.js';
import { badModules } from './bad-modules.js';
import { badPersonas } from './bad-personas.js';
import { badProjects } from './bad-projects.js';
import { badRuns } from './bad-runs.js';
import { badServers } from './bad-servers.js';
import { badStudy } from './bad-study.js';
import { expectError, type ErrorCase, type ErrorCases } from './expect-error.js';

/** Does not compile while a code has no case; every case is run below. */
const everyCode: Record<ErrorCode, readonly ErrorCase[]> = {
  ...badConfig,
  ...badInputs,
  ...badPersonas,
  ...badDocuments,
  ...badModels,
  ...badHubs,
  ...badServers,
  ...badRuns,
  ...badMachines,
  ...badJobs,
  ...badStudy,
  ...badModules,
  ...badLibrary,
  ...badArchives,
  ...badMerges,
  ...badProjects,
};

it('when an error code exists, then a case reaches it', () => {
  expect(Object.keys(everyCode).sort()).toEqual(Object.keys(exitCodeOf).sort());
});

describe.concurrent.each<[string, ErrorCases]>([
  ['config', badConfig],
  ['input', badInputs],
  ['persona', badPersonas],
  ['document', badDocuments],
  ['model', badModels],
  ['hub', badHubs],
  ['server', badServers],
  ['run', badRuns],
  ['machine', badMachines],
  ['job', badJobs],
  ['study', badStudy],
  ['module', badModules],
  ['use of the library', badLibrary],
  ['archive', badArchives],
  ['merge', badMerges],
  ['new project', badProjects],
])('a bad %s', (_, cases) => {
  for (const [code, all] of Object.entries(cases) as [ErrorCode, readonly ErrorCase[]][])
    it.each(all)(`${code}: when $when, then the command ends with this code`, (bad) => expectError(code, bad));
});
