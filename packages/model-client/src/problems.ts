import { problem } from '@lingzhi/contracts/problem'

// Why a model gave no answer. The causes stay in the log; none of these tells a key, an address or a provider.
export const ModelNotConfigured = problem(
  'MODEL_NOT_CONFIGURED',
  503,
  '还没有配置可用的模型 (No model is configured for this agent.)',
)
/** The provider cannot be reached or fails. */
export const ModelUnavailable = problem(
  'MODEL_UNAVAILABLE',
  502,
  '模型暂时无法使用，请稍后再试 (The model is unavailable.)',
)
/** The provider says it is down for now, or has failed so often that it is left alone for a while. */
export const ModelDown = problem(
  'MODEL_UNAVAILABLE',
  503,
  '模型暂时无法使用，请稍后再试 (The model is unavailable.)',
)
export const ModelRateLimited = problem(
  'MODEL_RATE_LIMITED',
  503,
  '模型请求过多，请稍后再试 (The model is rate limited.)',
)
export const ModelTimeout = problem(
  'MODEL_TIMEOUT',
  504,
  '模型没有及时回答 (The model did not answer in time.)',
)
/** The provider refuses this request, whoever asks: a wrong key, an unknown model, an input it does not take. */
export const ModelRejected = problem('MODEL_REJECTED', 502, '模型拒绝了请求 (The model refused the request.)')
/** The provider answered, but not with an answer: nonsense, an error inside the reply, a stream that was cut. */
export const ModelError = problem('MODEL_ERROR', 502, '模型的回答有误 (The model answered with an error.)')

/** For the response schemas of routes that ask a model. */
export const modelProblems = [
  ModelNotConfigured,
  ModelUnavailable,
  ModelDown,
  ModelRateLimited,
  ModelTimeout,
  ModelRejected,
  ModelError,
] as const
