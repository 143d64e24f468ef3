import type { Codebook } from './codebook.js';
import { codebookMarkdown } from './codebook-markdown.js';

/** A dataset card (`README.md`) in the form of the Hugging Face Hub: one config per table, each a Parquet file. */
export function datasetCard(codebook: Codebook): string {
  const configs = codebook.tables.flatMap(({ name, files }) => {
    const file = files.find((one) => one.endsWith('.parquet'));
    return file === undefined ? [] : [{ config_name: name, data_files: [{ split: 'train', path: file }] }];
  });
  const lines = [
    `pretty_name: ${JSON.stringify(codebook.experiment)}`,
    'tags: [synthetic, discussions]',
    'configs:',
    // Each line is JSON, which is YAML too.
    ...configs.map((config, index) => `- ${JSON.stringify(index === 0 ? { ...config, default: true } : config)}`),
  ];
  const use = [
    '**The texts are synthetic**: language models wrote the comments in the roles of made-up personas, and language models annotated them. The column `is_opening` marks seed opinions, which were given.',
    '`datasets.load_dataset(".", "turns", split="train")` in this folder reads a table. Before publishing, add a license and say which models were used.',
  ];
  return `---\n${lines.join('\n')}\n---\n\n${codebookMarkdown(codebook).replace(/\n\n/, `\n\n${use.join('\n\n')}\n\n`)}`;
}
