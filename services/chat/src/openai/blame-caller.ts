import { Problem, problem } from '@lingzhi/contracts/problem'
import { RequestRefused } from '@lingzhi/model-client/failures/failures'
import { ModelRejected } from '@lingzhi/model-client/failures/problems'
import type { ModelEvent } from '@lingzhi/model-client/model-events'

export const RequestRejected = problem(ModelRejected.code, 400, {
  ...ModelRejected.texts,
  check: 'The request: `message` quotes the model’s provider.',
})

/**
 * Turns a model's refusal of the request into a 400. At /v1 the caller writes the whole request, so the refusal is the
 * caller's fault, and clients of OpenAI's API would retry a 502.
 */
export async function* blameCaller(events: AsyncGenerator<ModelEvent>): AsyncGenerator<ModelEvent> {
  try {
    yield* events
  } catch (error) {
    throw isAboutTheRequest(error) ? RequestRejected({ cause: error, detail: error.texts }) : error
  }
}

/** Whether the model refused the request itself, and not our access to the provider. */
const isAboutTheRequest = (error: unknown): error is Problem =>
  error instanceof Problem &&
  error.code === ModelRejected.code &&
  error.options.cause instanceof RequestRefused
