/** An error in the form of OpenAI's API; thrown anywhere, sent by the server. */
export class OpenAIError extends Error {
  readonly status: number
  readonly type: string
  readonly code: string | null
  readonly param: string | null

  constructor(
    status: number,
    message: string,
    detail: { code?: string; param?: string; type?: string } = {},
  ) {
    super(message)
    this.status = status
    this.type = detail.type ?? typeOf(status)
    this.code = detail.code ?? null
    this.param = detail.param ?? null
  }

  toJSON() {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } }
  }
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}
