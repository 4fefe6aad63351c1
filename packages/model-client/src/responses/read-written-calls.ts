import type { WrittenCall } from './split-channels.ts'

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/** Forms that write a call's name, and then its arguments as JSON. */
const named = [
  // Kimi: the name is an id, such as `functions.weather:0`.
  /<\|tool_call_begin\|>\s*(?:functions\.)?([\w.-]+?)(?::\d+)?\s*<\|tool_call_argument_begin\|>([\s\S]*?)<\|tool_call_end\|>/g,
  // DeepSeek V3 and R1 say first that it is a function, V3.1 does not.
  /<｜tool▁call▁begin｜>(?:function<｜tool▁sep｜>)?([\w.-]+)(?:<｜tool▁sep｜>|\s)([\s\S]*?)<｜tool▁call▁end｜>/g,
  // Mistral, with an id in between or not.
  /(?:^|\[TOOL_CALLS\])\s*([\w.-]+)(?:\[CALL_ID\][\w-]*)?\[ARGS\]([\s\S]*?)(?=$|\[TOOL_CALLS\])/g,
]

/** Forms that write a call's arguments one by one, in tags. */
const tagged: [call: RegExp, argument: RegExp][] = [
  // Qwen3-Coder; Llama has JSON between the same tags.
  [/<function=([\w.-]+)>([\s\S]*?)<\/function>/g, /<parameter=([\w.-]+)()>([\s\S]*?)<\/parameter>/g],
  // Anthropic's, MiniMax's and DeepSeek V3.2's.
  [
    /<(?:｜DSML｜)?invoke name="([^"<>]+)"[^<>]*>([\s\S]*?)<\/(?:｜DSML｜)?invoke>/g,
    /<(?:｜DSML｜)?parameter name="([^"<>]+)"([^<>]*)>([\s\S]*?)<\/(?:｜DSML｜)?parameter>/g,
  ],
  // GLM.
  [
    /^\s*([\w.-]+)\s*(<arg_key>[\s\S]*<\/arg_value>)\s*$/g,
    /<arg_key>\s*([\s\S]*?)\s*<\/arg_key>()\s*<arg_value>([\s\S]*?)<\/arg_value>/g,
  ],
]

/** The calls in what stands between two marks: JSON objects, alone or in a list, or the forms of single models. */
export function readWrittenCalls(text: string): WrittenCall[] {
  const value = jsonIn(text.replace(/^\s*<\|plugin\|>/, ''))
  if (value !== undefined) return [value].flat().flatMap(callOf)
  for (const form of named) {
    const calls = [...text.matchAll(form)].flatMap(([, name = '', given = '']) => {
      const read = jsonIn(given || '{}')
      return isObject(read) ? [{ name, arguments: read }] : []
    })
    if (calls.length > 0) return calls
  }
  for (const [form, argument] of tagged) {
    const calls = [...text.matchAll(form)].map(([, name = '', within = '']) => {
      const read = jsonIn(within)
      return { name, arguments: isObject(read) ? read : argumentsIn(within, argument) }
    })
    if (calls.length > 0) return calls
  }
  return []
}

const argumentsIn = (text: string, form: RegExp): Members =>
  Object.fromEntries(
    [...text.matchAll(form)].map(([, name, attributes = '', value = '']) => {
      const plain = attributes.includes('string="true"')
      return [name, (plain ? undefined : jsonIn(value)) ?? value.trim()]
    }),
  )

function callOf(value: unknown): WrittenCall[] {
  if (!isObject(value)) return []
  const within = isObject(value.function) ? value.function : value
  const name = within.name ?? within.tool_name ?? value.function
  const { arguments: given, parameters, args, input } = within
  return typeof name === 'string' ? [{ name, arguments: given ?? parameters ?? args ?? input ?? {} }] : []
}

/** JSON, in a block of code or not. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.trim().replace(/^```\w*\s*|\s*```$/g, ''))
  } catch {
    return undefined
  }
}
