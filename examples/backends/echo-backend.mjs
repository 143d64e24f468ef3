/**
 * A backend of your own, as small as it gets: point `library_type` at this file.
 *
 *   model_parameters:
 *     general: { library_type: ../examples/backends/echo-backend.mjs, model_pseudoname: echo, … }
 *
 * Two functions are required: `load(options)`, called once, and the `generate(request, signal)` of what it returns.
 * options: { name, path, maxTokens, contextTokens, sampling: { temperature, topP, topK?, minP? } }
 *
 * @param {{ name: string, path: string, maxTokens: number, contextTokens: number }} options from the config
 */
export function load(options) {
  return {
    /** How many requests may be under way at once. Default: 1. */
    slots: 4,

    /**
     * @param request { messages, system, opening, history, closing, sampling: { seed, temperature, … }, maxTokens, stop: string[] }
     * @param {AbortSignal} signal aborts when the run is being stopped: hand it to fetch() and the like
     * @returns the text, or { text, finish_reason?, prompt_tokens?, completion_tokens?, dropped_blocks? }
     */
    async generate(request, signal) {
      signal.throwIfAborted();
      if (request.closing.endsWith('Output:')) return 'Toxicity=1\nArgumentQuality=3';

      const heard = request.history.at(-1) ?? request.opening;
      const words = `I heard: ${heard.split('\n').at(-1)}`.split(' ');
      const spoken = words.slice(0, Math.min(request.maxTokens, options.maxTokens));
      return { text: spoken.join(' '), finish_reason: spoken.length < words.length ? 'length' : 'stop' };
    },

    /** Optional: what identifies the model in run.json. */
    model: { engine: 'echo', engine_version: '1' },

    /** Optional: with it, history that exceeds ctx_width_tokens is dropped before generate() sees the request. */
    countTokens: (text) => text.split(/\s+/).filter(Boolean).length,

    /** Optional: lets go of whatever load() took. */
    async close() {},
  };
}
