import { threadCap } from '../thread-cap.js';
import { startRuntime } from './start-runtime.js';

/** What llama.cpp finds on this machine; memory in bytes. */
export interface RuntimeFacts {
  version: string;
  gpu: string | false;
  devices: readonly string[];
  vram: { free: number; total: number } | undefined;
}

/** Throws SYNDISCO_ENGINE_MISSING if no binary runs here. */
export async function describeRuntime(): Promise<RuntimeFacts> {
  const { llama, version } = await startRuntime(threadCap(), () => undefined);
  if (llama.gpu === false) return { version, gpu: false, devices: [], vram: undefined };
  return { version, gpu: llama.gpu, devices: await llama.getGpuDeviceNames(), vram: await llama.getVramState() };
}
