import { problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'

// Why a model gave no answer. The causes stay in the log; no problem text names a key, an address or a provider.
export const ModelNotConfigured = problem('MODEL_NOT_CONFIGURED', 503, {
  zh: '还没有配置可用的模型',
  en: 'No model is configured for this agent.',
  check:
    'The agent’s `model_config`, and the settings that name providers, models and keys (docs/settings.md).',
})
/** A question has pictures, and no model that takes them is configured. */
export const VisionNotConfigured = problem('VISION_NOT_CONFIGURED', 503, {
  zh: '没有配置能看图片的模型，无法回答带图片的问题',
  en: 'No model that takes pictures is configured.',
  check: 'LLM_VISION_MODEL, or `vision` of a model in the list of providers.',
})
/** The provider cannot be reached or fails. */
export const ModelUnavailable = problem('MODEL_UNAVAILABLE', 502, {
  zh: '模型暂时无法使用，请稍后再试',
  en: 'The model is unavailable.',
  check: 'Whether the provider can be reached from this machine; the log names the cause.',
})
/** The provider reports that it is down, or its circuit is open. */
export const ModelDown = problem('MODEL_UNAVAILABLE', 503, {
  zh: '模型暂时无法使用，请稍后再试',
  en: 'The model is unavailable.',
  check:
    'The provider’s status page; the log says whether it refused with 503 or is being left alone after repeated failures.',
})
export const ModelRateLimited = problem('MODEL_RATE_LIMITED', 503, {
  zh: '模型请求过多，请稍后再试',
  en: 'The model is rate limited.',
  check: 'The limits of the account at the provider; a second provider takes over when one is configured.',
})
export const ModelTimeout = problem('MODEL_TIMEOUT', 504, {
  zh: '模型没有及时回答',
  en: 'The model did not answer in time.',
  check: 'The provider’s latency, and the time limits for models in docs/settings.md.',
})
/** The provider refuses this request, and a retry would not help: a wrong key, an unknown model, an invalid input. */
export const ModelRejected = problem('MODEL_REJECTED', 502, {
  zh: '模型拒绝了请求',
  en: 'The model refused the request.',
  check: 'The key, the model’s name and the account’s credit; the log quotes the provider.',
})
/** The response is not an answer: unreadable, an error in a status of 200, or a stream that was cut. */
export const ModelError = problem('MODEL_ERROR', 502, {
  zh: '模型返回了错误',
  en: 'The model returned an error.',
  check: 'The log: what the provider sent instead of an answer.',
})
/** The conversation, or the question alone, is longer than the model's context window. */
export const ContextLengthExceeded = problem('CONTEXT_LENGTH_EXCEEDED', 400, {
  zh: '消息与所要求的回答超出了模型的上下文窗口',
  en: 'The messages and the answer asked for do not fit the context window of the model.',
  check: 'The length of the messages and max_tokens, against the model’s context window.',
})
/** The provider's content inspection refused the question, or the answer before its first word. */
export const ContentRefused = problem('CONTENT_REFUSED', 400, {
  zh: '模型服务方认为问题或回答含有不允许的内容，没有回答。请换一种说法',
  en: 'The provider’s content inspection refused the question or its answer. Put it another way.',
  check: 'Nothing on our side: the log has the provider’s words. Filters of our own raise CONTENT_BLOCKED.',
})

/** What people read after MODEL_REJECTED when it is about our access to the provider: the operator has to act. */
const concernsOperator = (zh: string, en: string): Texts => ({
  zh: `${zh}。这与您的问题无关，请联系管理员`,
  en: `${en}. Your question is not the cause; tell the operator.`,
})
export const operatorTexts = {
  credit: concernsOperator(
    '模型服务的账户余额或额度已用完',
    'The account at the model’s provider has no credit left',
  ),
  key: concernsOperator(
    '模型服务不接受管理员所配置的密钥',
    'The model’s provider does not accept the key that the operator has set',
  ),
  region: concernsOperator(
    '模型服务在服务器所在的地区不可用',
    'The model’s provider does not serve the region of this server',
  ),
  address: concernsOperator(
    '管理员所配置的模型服务地址不正确',
    'The address of the model’s provider that the operator has set is not right',
  ),
  model: concernsOperator(
    '模型服务没有所配置的模型',
    'The model’s provider does not serve the model that is configured',
  ),
}

/** The answer holds no text: only thoughts, or nothing. `detail` tells why. */
export const ModelEmptyAnswer = problem('MODEL_EMPTY_ANSWER', 502, {
  zh: '模型没有写出回答，请重试',
  en: 'The model wrote no answer. Try again.',
  check:
    'The model’s limit of tokens (`max_tokens`), which thoughts use up as well; the log names the finish reason.',
})

/** For the response schemas of routes that call a model. */
export const modelProblems = [
  ModelNotConfigured,
  ModelUnavailable,
  ModelDown,
  ModelRateLimited,
  ModelTimeout,
  ModelRejected,
  ModelError,
  ContextLengthExceeded,
  ContentRefused,
  ModelEmptyAnswer,
] as const
