import type { ChatRequest } from '../chat-request.ts'
import { lastUserText } from '../chat-request.ts'
import { quotable } from './context.ts'
import { sample } from './sample.ts'

/**
 * The object that `response_format` demands, valid under its schema, whose texts say that they are the demo model's; `{}` where it
 * demands any object. Undefined where it demands none.
 */
export function demandedObject(request: ChatRequest, chinese: boolean): string | undefined {
  const format = request.response_format as
    | { type?: unknown; json_schema?: { schema?: unknown } }
    | null
    | undefined
  if (format?.type === 'json_object') return '{}'
  const schema = format?.json_schema?.schema
  if (format?.type !== 'json_schema' || schema === undefined) return undefined
  const question = quotable(lastUserText(request), 80)
  return JSON.stringify(sample(schema, chinese ? `演示模型：${question}` : `Demo model: ${question}`))
}
