import { inBandFailure } from '../failures/failures.ts'

type Members = Record<string, unknown>

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** Finish reasons that are no end of an answer but the provider's failure. */
const failedReasons =
  /^(?:(?:network|internal|server|model|engine)?_?error|fail(?:ed|ure)|abort(?:ed)?|cancell?ed|insufficient_system_resource|time(?:d_)?out|(?:\w+_)?overloaded|unavailable)$/i

/**
 * Raises the problem of an error that was sent with a status of 200, in any of the places and shapes in which providers
 * put one.
 */
export function raiseError(body: Members, choice: Members, finishReason: string | undefined): void {
  if (isError(body.error)) throw inBandFailure(body)
  if (isError(choice.error)) throw inBandFailure({ error: choice.error })
  if (isObject(choice.delta) && isError(choice.delta.error))
    throw inBandFailure({ error: choice.delta.error })
  if (finishReason !== undefined && failedReasons.test(finishReason))
    throw inBandFailure({ error: { code: finishReason, message: `finish reason ${finishReason}` } })
  const { base_resp } = body
  if (isObject(base_resp) && !isZero(base_resp.status_code)) throw inBandFailure(body)
  // Gemini's own word for a question that it does not answer.
  const { promptFeedback } = body
  if (isObject(promptFeedback) && promptFeedback.blockReason)
    throw inBandFailure({
      error: { code: 'content_filter', message: `blocked: ${promptFeedback.blockReason}` },
    })
  // Most chunks end here: beside a choice only what no answer has is looked for.
  const { choices, code, success } = body
  const hasChoice = Array.isArray(choices) ? choices.length > 0 : isObject(choices)
  if (hasChoice && success !== false && isGood(code ?? body.error_code ?? body.status_code)) return
  if (isFailure(body) || isError(body.detail)) throw inBandFailure(body)
}

/** Whether an object has words for people, without anything that makes them a failure: `{"message": …}`. */
export function isNotice(body: Members): boolean {
  return Object.entries(body).some(
    ([key, value]) => noticeNames.test(key) && typeof value === 'string' && !isGood(value),
  )
}
const noticeNames = /^(?:message|msg|reason|title|info|status_?msg)$/i

/** Members under whose names gateways put an error of their own, with underscores and capitals left out. */
const errorNames = /^(?:errors?|err|fault|exception)$/
const errorWordNames = /^err(?:or)?(?:msg|message)$/
const wordNames = /^(?:message|msg|reason|title|description|(?:ret|result|status)(?:msg|message))$/
const codeNames = /^(?:code|ret|(?:err(?:or)?|ret|result)(?:code|no))$/
const statusNames = /^(?:status|event|type|object|statuscode|httpstatus)$/
/** Members that hold the outcome of a call one level further in. */
const wrappers = /^(?:header|response|data|result|output|body)$/
const failedWord = /^(?:error|exception|fail(?:ed|ure)?)$/i

/** Whether an object without choices tells a failure, under whatever names. */
function isFailure(body: Members, wrapped = false): boolean {
  let told = false
  let coded = false
  let hasCode = false
  /** Words that are an error's by their name, which counts unless a code says that all is well. */
  let toldError = false
  for (const [key, value] of Object.entries(body)) {
    const name = key.toLowerCase().replace(/[_-]/g, '')
    if (errorNames.test(name) && isError(value)) return true
    if ((name === 'success' || name === 'ok') && value === false) return true
    if (name === 'iserror' && value === true) return true
    if (statusNames.test(name)) {
      if (typeof value === 'string' && failedWord.test(value)) return true
      coded ||= Number(value) >= 400
    } else if (codeNames.test(name)) {
      hasCode = true
      coded ||= !isGood(value)
    } else if (errorWordNames.test(name)) toldError ||= typeof value === 'string' && !isGood(value)
    else if (wordNames.test(name)) told ||= typeof value === 'string' && !isGood(value)
    else if (wrappers.test(name) && isObject(value) && !wrapped && isFailure(value, true)) return true
  }
  return (coded && (told || toldError)) || (toldError && !hasCode)
}

/** Whether a member says something: many relays send an empty `error` with every chunk. */
function isError(error: unknown): boolean {
  if (typeof error === 'string') return error !== ''
  if (Array.isArray(error)) return error.length > 0
  if (!isObject(error)) return error === true
  return Object.values(error).some((value) => value !== null && value !== '' && !isZero(value))
}

const isZero = (code: unknown) =>
  code === undefined || code === null || code === 0 || code === '0' || code === ''
const isGood = (code: unknown) =>
  isZero(code) || /^(?:0+|20[0-6]|ok|success(?:ful)?|succeeded|done|请求成功|成功)$/i.test(String(code))
