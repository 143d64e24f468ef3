/** Of the files in examples/models, by fingerprint-weights.ts: a test compares them, so that a new model cannot leave them stale. */
const fingerprints: readonly string[] = [
  '5649408-fda205bc4118cbcd39085248e4d8527ae378cfd7e17c3c8b10db159eac02f9d2', // syndisco-demo-q8_0.gguf
  '6-files-47b1fa31d6fc4832b45ce2bc4e96449ff101e1ea12fd7b64b562237e6ba59008', // syndisco-demo-onnx
];

/** Whether these are the weights that come with the product, whatever the config calls them. */
export function isBundledModel(fingerprint: string | null): boolean {
  return fingerprint !== null && fingerprints.includes(fingerprint);
}
