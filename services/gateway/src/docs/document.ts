/** The parts of an OpenAPI 3.1 document the merge looks at; the rest is carried along. */
export interface Document {
  openapi?: string
  info?: { title?: string; version?: string; [name: string]: unknown }
  paths?: Record<string, Record<string, Operation>>
  components?: Record<string, Record<string, unknown>>
  [name: string]: unknown
}

/** A kind of event as a route declares it. */
export interface EventEntry {
  name?: string
  when: string
  data: Schema
  rare?: boolean
  id?: string
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema: Schema
  [name: string]: unknown
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema; example?: unknown }> }
  'x-events'?: readonly EventEntry[]
  'x-media-types'?: readonly string[]
  'x-body'?: Readonly<Record<string, Schema>>
  responses?: Record<string, Response>
  [name: string]: unknown
}

export interface Response {
  description?: string
  content?: Record<string, { schema?: Schema; example?: unknown; [name: string]: unknown }>
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
  /** The record that the problem carries. */
  data?: Schema
}

export const methodNames = ['get', 'post', 'put', 'patch', 'delete'] as const
