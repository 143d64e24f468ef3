/** Where a batch is run: what the server knows decides which keys a request has, as online. */
export const batchServers = ['openai', 'vllm'] as const;
export type BatchServer = (typeof batchServers)[number];
