/** The milliseconds of processor time, of all threads of this process, that `work` takes: what else the machine does is not in it. */
export async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
