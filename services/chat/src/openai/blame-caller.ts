import { Problem, problem } from '@lingzhi/contracts/problem'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import { ModelRejected } from '@lingzhi/model-client/problems'

export const RequestRejected = problem(ModelRejected.code, 400, {
  ...ModelRejected.texts,
  check: 'The request: `message` has the words of the model’s provider.',
})

/**
 * Through this door the caller writes the model's whole request, so what the model refuses of it is the
 * caller's fault: a 502 would be tried again by every client of OpenAI's API.
 */
export async function* blameCaller(events: AsyncGenerator<ModelEvent>): AsyncGenerator<ModelEvent> {
  try {
    yield* events
  } catch (error) {
    throw isAboutTheRequest(error) ? RequestRejected({ cause: error, detail: error.texts }) : error
  }
}

/** A refusal without a detail is about our access to the provider. */
const isAboutTheRequest = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === ModelRejected.code && error.options.detail !== undefined
