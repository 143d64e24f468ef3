/** Of the files in examples/models, by fingerprint-weights.ts: a test compares them, so that a new model cannot leave them stale. */
const fingerprints: readonly string[] = [
  '5649408-6c287cb09b16cef3e57edf8fffc8048e76a455ad133ec0a68cb10a0dfa177f6f', // syndisco-demo-q8_0.gguf
  '6-files-e9448dee1990e8cb25276c60e3dfaa4eab3ec8ce1bc73a835c7ce710b5d07660', // syndisco-demo-onnx
];

/** Whether these are the weights that come with the product, whatever the config calls them. */
export function isBundledModel(fingerprint: string | null): boolean {
  return fingerprint !== null && fingerprints.includes(fingerprint);
}
