import { problem } from './problem.ts'

// Problems that any route may raise; everything more specific lives beside its feature.
export const ValidationFailed = problem('VALIDATION_ERROR', 400, {
  zh: '请求内容不符合要求',
  en: 'The request is not valid.',
  check: '`errors`: the path of each invalid member, and what is wrong with it.',
})
export const MalformedRequest = problem('BAD_REQUEST', 400, {
  zh: '无法读取请求',
  en: 'The request could not be read.',
  check: 'That the request is well-formed HTTP, and its body well-formed JSON.',
})
export const MissingToken = problem('MISSING_TOKEN', 401, {
  zh: '请先登录：此操作需要令牌',
  en: 'Sign in first: this needs a token.',
  check: 'That the request carries `Authorization: Bearer <token>`.',
})
export const InvalidToken = problem('INVALID_TOKEN', 401, {
  zh: '令牌无效或已失效',
  en: 'The token is not valid, or no longer valid.',
  check:
    'Whether the session has ended or the API key was revoked: sign in again. If every token fails, check the clocks and the signing keys.',
})
export const TokenExpired = problem('TOKEN_EXPIRED', 401, {
  zh: '令牌已过期，请刷新令牌或重新登录',
  en: 'The token has expired. Refresh it or sign in again.',
  check:
    'Nothing: get a new access token with the refresh token. If new tokens fail too, check the clocks of the machines.',
})
export const Forbidden = problem('FORBIDDEN', 403, {
  zh: '没有权限执行此操作',
  en: 'You may not do this.',
  check: 'The caller’s role.',
})
export const InsufficientScope = problem('INSUFFICIENT_SCOPE', 403, {
  zh: '此 API 密钥没有权限：缺少所需的范围，或只允许登录用户操作',
  en: 'This API key may not do this: it lacks the scope, or only a signed-in session may.',
  check: 'The scopes of the API key.',
})
export const NotFound = problem('NOT_FOUND', 404, {
  zh: '此地址不存在',
  en: 'There is nothing at this address.',
  check: 'The path, against the API document at /api/docs.',
})
export const MethodNotAllowed = problem('METHOD_NOT_ALLOWED', 405, {
  zh: '此地址不支持该请求方法',
  en: 'This address does not support that method.',
  check: 'The response header `Allow`.',
})
export const PayloadTooLarge = problem('PAYLOAD_TOO_LARGE', 413, {
  zh: '请求内容过大',
  en: 'The request is too large.',
  check: 'The size of the body, against the limit of the route.',
})
export const UnsupportedMediaType = problem('UNSUPPORTED_MEDIA_TYPE', 415, {
  zh: '请以 application/json 格式发送请求内容',
  en: 'Send the body as application/json.',
  check: 'The request header `Content-Type`: application/json, in UTF-8; forms and text/plain are not read.',
})
export const TooManyRequests = problem('TOO_MANY_REQUESTS', 429, {
  zh: '请求过于频繁，请稍后再试',
  en: 'Too many requests. Wait a moment.',
  check:
    'The response headers `RateLimit` and `Retry-After`; the metric lingzhi_limit_refusals_total names the limit.',
})
export const InternalError = problem('INTERNAL_SERVER_ERROR', 500, {
  zh: '服务器内部出错',
  en: 'Something went wrong on our side.',
  check: 'Search the log for the `request_id`: the cause is on the platform’s side.',
})
export const ServiceUnavailable = problem('SERVICE_UNAVAILABLE', 503, {
  zh: '此服务暂时不可用，请稍后再试',
  en: 'This service is unavailable. Try again soon.',
  check: 'GET /api/health/ready: which service or dependency is unavailable.',
})
