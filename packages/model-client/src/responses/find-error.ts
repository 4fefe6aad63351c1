import { inBandFailure } from '../failures/failures.ts'

type Members = Record<string, unknown>

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** Finish reasons that are no end of an answer but the provider's failure. */
const failedReasons =
  /^(?:(?:network|internal|server|model|engine)?_?error|failed|abort(?:ed)?|cancell?ed|insufficient_system_resource)$/i

/**
 * Raises the problem of an error that was sent with a status of 200, in any of the places and shapes in which providers
 * put one.
 */
export function raiseError(body: Members, choice: Members, finishReason: string | undefined): void {
  if (isError(body.error)) throw inBandFailure(body)
  if (isError(choice.error)) throw inBandFailure({ error: choice.error })
  if (finishReason !== undefined && failedReasons.test(finishReason))
    throw inBandFailure({ error: { code: finishReason, message: `finish reason ${finishReason}` } })
  const { base_resp } = body
  if (isObject(base_resp) && !isZero(base_resp.status_code)) throw inBandFailure(body)
  if (body.choices !== undefined && body.choices !== null) return
  const { success, object, type, code, error_code, detail } = body
  const told = body.message ?? body.msg ?? body.error_msg ?? body.error_message
  const status = body.status ?? body.status_code
  const coded = code ?? error_code ?? (Number(status) >= 400 ? status : undefined)
  if (
    success === false ||
    object === 'error' ||
    type === 'error' ||
    isError(detail) ||
    (typeof told === 'string' && told !== '' && !isZero(coded) && !isGood(coded))
  )
    throw inBandFailure(body)
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
const isGood = (code: unknown) => /^(?:200|ok|success)$/i.test(String(code))
