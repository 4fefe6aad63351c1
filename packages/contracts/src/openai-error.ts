import { Type } from 'typebox'
import type { Problem, ProblemKind, RenderProblem } from './problem.ts'
import { asProblemDocument, problems } from './problem.ts'
import { Nullable } from './shapes.ts'
import type { Language } from './texts.ts'

const Text = Nullable(Type.String())

/** https://platform.openai.com/docs/guides/error-codes */
export const OpenAIError = Type.Object(
  {
    error: Type.Object({
      message: Type.String(),
      type: Type.String(),
      param: Text,
      code: Text,
      error_code: Type.Optional(
        Type.String({
          description:
            'The code of the other routes, which is finer: TOKEN_EXPIRED and INVALID_TOKEN share one `code`.',
        }),
      ),
    }),
  },
  { title: 'OpenAIError' },
)

/** Response schemas of the listed kinds, one per status, in OpenAI's form. */
export function openAIProblems(...kinds: ProblemKind[]): Record<number, typeof OpenAIError> {
  const byStatus = Object.entries(problems(...kinds))
  // What is said of the status and its codes stays; the members are OpenAI's.
  return Object.fromEntries(byStatus.map(([status, schema]) => [status, { ...schema, ...OpenAIError }]))
}

/** Codes that clients of OpenAI's API act upon; the others are ours in lower case. */
const codes: Record<string, string> = {
  MISSING_TOKEN: 'invalid_api_key',
  INVALID_TOKEN: 'invalid_api_key',
  TOKEN_EXPIRED: 'invalid_api_key',
  CONTENT_BLOCKED: 'content_filter',
  CONTENT_REFUSED: 'content_filter',
  AGENT_NOT_FOUND: 'model_not_found',
  BUDGET_EXCEEDED: 'insufficient_quota',
  MODEL_RATE_LIMITED: 'rate_limit_exceeded',
  TOO_MANY_REQUESTS: 'rate_limit_exceeded',
  NOT_FOUND: 'unknown_url',
}

/** The member of the request that a problem is about, where the problem itself does not name one. */
const params: Record<string, string> = { AGENT_NOT_FOUND: 'model', CONTEXT_LENGTH_EXCEEDED: 'messages' }

/** Whether a path belongs to the routes that clients of OpenAI's API call. */
export const isOpenAIPath = (path: string): boolean => path === '/v1' || path.startsWith('/v1/')

/** A problem in the shape that clients of OpenAI's API read. */
export function toOpenAIError({ code, status, texts, options }: Problem, language: Language) {
  const param = options.errors?.[0]?.path || params[code] || null
  return {
    error: {
      message: texts[language],
      type: typeOf(status),
      param,
      code: codes[code] ?? code.toLowerCase(),
      error_code: code,
    },
  }
}

/**
 * Renders every problem under /v1 in OpenAI's shape, as the clients of those routes read nothing else; also that of a client
 * whose base URL lacks the /v1.
 */
export const asOpenAIErrorUnderV1: RenderProblem = (problem, where) => {
  const isUnknown = problem.code === 'NOT_FOUND'
  if (!isOpenAIPath(where.path) && !(isUnknown && misplaced.test(where.path)))
    return asProblemDocument(problem, where)
  const body = toOpenAIError(problem, where.language)
  // A request for a response has its messages in another member.
  if (problem.code === 'CONTEXT_LENGTH_EXCEEDED' && where.path === '/v1/responses') body.error.param = 'input'
  if (isUnknown) body.error.message = endpoints[where.language](where.path.slice(0, 200))
  return { mediaType: 'application/json', body }
}

/** Endpoints of OpenAI's API at another place than /v1. */
const misplaced = /\/(?:chat\/completions|completions|embeddings|responses|models(?:\/[^/]+)?)$/

const endpoints: Record<Language, (path: string) => string> = {
  zh: (path) =>
    `${path} 不存在。这里提供 POST /v1/chat/completions、POST /v1/responses、GET /v1/models 和 GET /v1/models/{model}；基础 URL 以 /v1 结尾`,
  en: (path) =>
    `There is nothing at ${path}. What is offered: POST /v1/chat/completions, POST /v1/responses, GET /v1/models, GET /v1/models/{model}. The base URL ends with /v1.`,
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error'
  if (status === 403) return 'permission_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
