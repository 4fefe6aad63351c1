import { problem } from './problem.ts'

// Problems that any route may raise; everything more specific lives beside its feature.
export const ValidationFailed = problem('VALIDATION_ERROR', 400, 'The request is not valid.')
export const MalformedRequest = problem('BAD_REQUEST', 400, 'The request could not be read.')
export const MissingToken = problem('MISSING_TOKEN', 401, 'Sign in first: this needs a token.')
export const InvalidToken = problem('INVALID_TOKEN', 401, 'The token is not valid or has expired.')
export const Forbidden = problem('FORBIDDEN', 403, 'You may not do this.')
export const InsufficientScope = problem(
  'INSUFFICIENT_SCOPE',
  403,
  'This API key may not do this: it lacks the scope, or only a signed-in session may.',
)
export const NotFound = problem('NOT_FOUND', 404, 'There is nothing at this address.')
export const MethodNotAllowed = problem('METHOD_NOT_ALLOWED', 405, 'This address does not take that method.')
export const PayloadTooLarge = problem('PAYLOAD_TOO_LARGE', 413, 'The request is too large.')
export const UnsupportedMediaType = problem(
  'UNSUPPORTED_MEDIA_TYPE',
  415,
  'Send the body as application/json.',
)
export const TooManyRequests = problem('TOO_MANY_REQUESTS', 429, 'Too many requests. Wait a moment.')
export const InternalError = problem('INTERNAL_SERVER_ERROR', 500, 'Something went wrong on our side.')
export const ServiceUnavailable = problem(
  'SERVICE_UNAVAILABLE',
  503,
  'This part of the service is unavailable. Try again soon.',
)
