import { Problem } from '@lingzhi/contracts/problem'
import { ModelEmptyAnswer, ModelError, ModelTimeout } from '@lingzhi/model-client/failures/problems'
import { toStored } from '../reading/stored-problem.ts'
import type { Reached } from './bounds.ts'
import type { Ending } from './reply-types.ts'

export interface Circumstances extends Reached {
  /** The finish reason of the model; undefined: the answer is not complete. */
  finishReason: string | undefined
  /** The answer holds no text; it may hold thoughts. */
  empty: boolean
  /** The error raised while generating, often caused by one of the above. */
  failure: unknown
}

/**
 * How a generation ended. A complete answer wins over everything, and a stop over the failure that it causes. An answer
 * without text has failed, whatever its finish reason: nobody may take a blank for an answer.
 */
export function judge({
  finishReason,
  empty,
  stopped,
  tooLong,
  timedOut,
  failure,
}: Circumstances): Pick<Ending, 'status' | 'finishReason' | 'problem'> {
  if (finishReason !== undefined) return complete(finishReason, empty)
  if (stopped) return { status: 'stopped', finishReason: 'stopped', problem: null }
  if (tooLong) return complete('length', empty)
  const raised = timedOut ? ModelTimeout() : failure instanceof Problem ? failure : ModelError()
  return { status: 'failed', finishReason: 'error', problem: toStored(raised) }
}

function complete(finishReason: string, empty: boolean): Pick<Ending, 'status' | 'finishReason' | 'problem'> {
  // The reason says it all: a filter left nothing of the answer.
  if (!empty || finishReason === 'content_filter') {
    // Nobody offered tools here, so the text is the answer.
    const reason = finishReason === 'tool_calls' ? 'stop' : finishReason
    return { status: 'completed', finishReason: reason, problem: null }
  }
  const why =
    finishReason === 'length' ? cutWhileThinking : finishReason === 'tool_calls' ? calledTools : undefined
  const problem = toStored(ModelEmptyAnswer({ detail: why }))
  return { status: 'failed', finishReason: finishReason === 'length' ? 'length' : 'error', problem }
}

const cutWhileThinking = {
  zh: '模型思考时用完了长度上限，没有写出回答；请重试，或把问题问得更简单',
  en: 'The model used up its limit of length while thinking and wrote no answer. Try again, or ask something simpler.',
}
const calledTools = {
  zh: '模型想调用这里没有的工具，没有写出回答；请重试',
  en: 'The model called a tool that does not exist here and wrote no answer. Try again.',
}
