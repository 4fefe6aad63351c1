import { Problem } from '@lingzhi/contracts/problem'
import { ModelError, ModelTimeout } from '@lingzhi/model-client/problems'
import { toStored } from '../reading/stored-problem.ts'
import type { Reached } from './bounds.ts'
import type { Ending } from './reply-types.ts'

export interface Circumstances extends Reached {
  /** Why the model said it had finished; undefined: it did not get so far. */
  finishReason: string | undefined
  /** What was raised while generating, often by one of the above. */
  failure: unknown
}

/** What became of a generation. A whole answer wins over everything, and a stop over the failure it causes upstream. */
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
