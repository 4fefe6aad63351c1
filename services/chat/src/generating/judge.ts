import { Problem } from '@lingzhi/contracts/problem'
import { ModelError, ModelTimeout } from '@lingzhi/model-client/failures/problems'
import { toStored } from '../reading/stored-problem.ts'
import type { Reached } from './bounds.ts'
import type { Ending } from './reply-types.ts'

export interface Circumstances extends Reached {
  /** The finish reason of the model; undefined: the answer is not complete. */
  finishReason: string | undefined
  /** The error raised while generating, often caused by one of the above. */
  failure: unknown
}

/** How a generation ended. A complete answer wins over everything, and a stop over the failure that it causes. */
export function judge({
  finishReason,
  stopped,
  tooLong,
  timedOut,
  failure,
}: Circumstances): Pick<Ending, 'status' | 'finishReason' | 'problem'> {
  if (finishReason !== undefined) return { status: 'completed', finishReason, problem: null }
  if (stopped) return { status: 'stopped', finishReason: 'stopped', problem: null }
  if (tooLong) return { status: 'completed', finishReason: 'length', problem: null }
  const raised = timedOut ? ModelTimeout() : failure instanceof Problem ? failure : ModelError()
  return { status: 'failed', finishReason: 'error', problem: toStored(raised) }
}
