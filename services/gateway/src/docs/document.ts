/** The parts of an OpenAPI 3.1 document the merge looks at; the rest is carried along. */
export interface Document {
  openapi?: string
  info?: { title?: string; version?: string; [name: string]: unknown }
  paths?: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, unknown>>
  [name: string]: unknown
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: unknown[]
  responses?: Record<string, Response>
  [name: string]: unknown
}

export interface Response {
  description?: string
  content?: Record<string, { schema?: Schema }>
  $ref?: string
  [name: string]: unknown
}

export interface Schema {
  'x-problem-codes'?: ProblemCode[]
  [name: string]: unknown
}

export interface ProblemCode {
  code: string
  title: string
}

export const methodNames = ['get', 'post', 'put', 'patch', 'delete'] as const
