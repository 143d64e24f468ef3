import { checkBatch, type CheckTask, type CheckedBatch } from './check-batch.js';
import { writeBatch, type WrittenBatch, type WriteTask } from './write-batch.js';

/** What a thread can be asked to do: plain data, as everything that goes from thread to thread. */
export type ThreadTask = CheckTask | WriteTask;

export type TaskResult<Task extends ThreadTask> = Task extends WriteTask ? WrittenBatch : CheckedBatch;

export function doTask(task: ThreadTask): Promise<CheckedBatch | WrittenBatch> {
  return 'kind' in task ? checkBatch(task) : writeBatch(task);
}
