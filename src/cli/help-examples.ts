/** What a command is typed like, and what it does then; in the project of `syndisco init`. */
type Example = readonly [line: string, does: string];

/** At least two per command; tests run every line. */
const helpExamples: Readonly<Record<string, readonly Example[]>> = {
  init: [
    ['syndisco init', 'ask three questions, and write a project that runs as it is'],
    ['syndisco init my-study --yes --example study', 'ask nothing; write it to the folder my-study'],
  ],
  doctor: [
    ['syndisco doctor', 'check this machine and, in a project, its models, servers and disk'],
    ['syndisco doctor --json', 'the same for a script; exit code 69 if something fails'],
  ],
  models: [
    ['syndisco models list --context 8192', 'what is on this machine, what to start with, and what it takes on a GPU'],
    ['syndisco models pull', 'download the models that syndisco.yml names by hf:org/name:Q4_K_M'],
    ['syndisco models verify', 'read all weights again, and compare their sums with those of the hub'],
  ],
  validate: [
    ['syndisco validate', 'check syndisco.yml and every file that it names'],
    ['syndisco validate syndisco.yml --model', 'also load the models, and count the longest prompt'],
  ],
  plan: [
    ['syndisco plan', 'what would be made, and why'],
    ['syndisco plan --calibrate --wall-time 48h', 'measure the models, and warn if it may take longer'],
  ],
  run: [
    ['syndisco run', 'do what the actions of the config say; the same line continues'],
    ['syndisco run --stop-after 23h50m', 'stop in time for a cluster; exit code 75 means: run it again'],
    ['syndisco run --shard 1/8', 'one of eight parts; in a Slurm array --shard auto'],
  ],
  generate: [
    ['syndisco generate', 'make the missing discussions'],
    ['syndisco generate --shard 1/2', 'the first half of the plan; another process makes 2/2'],
  ],
  annotate: [
    ['syndisco annotate', 'rate every finished discussion'],
    ['syndisco annotate --as strict', 'rate them once more, after you changed the section annotation'],
  ],
  export: [
    ['syndisco export --for-spreadsheets', 'one table with a row per comment and annotation'],
    ['syndisco export --tidy --parquet', 'tables with keys, for R and Python'],
  ],
  report: [
    ['syndisco report', 'write report.html, and print the figures'],
    ['syndisco report --tables tables --methods methods.md', 'also tables for a paper, and its methods section'],
  ],
  status: [
    ['syndisco status', 'how far the run is, what it does now, and what went wrong; also while it runs'],
    ['syndisco status runs/my-study --watch', 'the same by the run directory alone, again and again'],
  ],
  sample: [
    ['syndisco sample --for-humans labels --size 40', 'a sample of comments for people to label, in the folder labels'],
    [
      'syndisco sample --for-humans coders --coders anna,ben',
      'a sheet for each of two people, with some comments in both',
    ],
  ],
  show: [
    ['syndisco show moderation-none-0001', 'print a discussion with its labels'],
    ['syndisco show --prompt', 'load the models, and print the exact prompt of everyone'],
  ],
  inspect: [
    ['syndisco inspect runs/my-study/discussions', 'look for faults in finished discussions'],
    ['syndisco inspect runs/my-study/discussions --json', 'the same for a script'],
  ],
  withdraw: [
    ['syndisco withdraw moderation-none-0001 --why "off topic"', 'leave it out of the data set; nothing is deleted'],
    ['syndisco withdraw moderation-none-0001 --undo --why "my mistake"', 'take it back in'],
  ],
  merge: [
    ['syndisco merge parts/* --into runs/whole', 'bring the run directories of shards together'],
    ['syndisco merge parts/* --into runs/whole --partial', 'what there is, although a shard is missing'],
  ],
  archive: [
    ['syndisco archive', 'pack the run into runs/my-study.tar.gz'],
    ['syndisco archive shared.tar.gz --redact', 'without paths, hosts and addresses'],
  ],
  verify: [
    ['syndisco verify', 'check every file of the run directory'],
    ['syndisco verify shared.tar.gz', 'check an archive'],
  ],
  clean: [
    ['syndisco clean', 'remove the journals of finished jobs'],
    ['syndisco clean --json', 'the same for a script'],
  ],
  completion: [
    ['source <(syndisco completion bash)', 'complete commands and options in this shell'],
    ['syndisco completion zsh > _syndisco', 'for zsh: put the file into a folder of $fpath'],
  ],
};

/** For the end of a command's help; empty if it has no examples. */
export function showExamples(command: string): string {
  const examples = helpExamples[command] ?? [];
  const lines = examples.map(([line, does]) => `  ${line}\n      ${does}`);
  return lines.length > 0 ? `\nExamples:\n${lines.join('\n')}` : '';
}
