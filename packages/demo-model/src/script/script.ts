import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { OpenAIError } from '../openai-error.ts'

const exact = { additionalProperties: false }
const Milliseconds = Type.Integer({ minimum: 0, maximum: 600_000 })

/** Exactly one member: the method of `Call` with the same name, or a wait. */
const Step = Type.Object(
  {
    delta: Type.Optional(Type.String()),
    reasoning: Type.Optional(Type.String()),
    toolCall: Type.Optional(Type.Object({ name: Type.String(), arguments: Type.String() }, exact)),
    /** `count` deltas of `text` (or of `size` letters); `delayMs: 0` writes each in its own turn of the loop. */
    repeat: Type.Optional(
      Type.Object(
        {
          count: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
          text: Type.Optional(Type.String({ minLength: 1 })),
          size: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
          delayMs: Type.Optional(Milliseconds),
        },
        exact,
      ),
    ),
    /** The demo answer, without its end. */
    answer: Type.Optional(Type.Literal(true)),
    open: Type.Optional(Type.Literal(true)),
    as: Type.Optional(Type.Union([Type.Literal('json'), Type.Literal('stream')])),
    framing: Type.Optional(
      Type.Object(
        {
          newline: Type.Optional(Type.Union([Type.Literal('\n'), Type.Literal('\r\n'), Type.Literal('\r')])),
          bytesPerWrite: Type.Optional(Type.Integer({ minimum: 0 })),
          contentType: Type.Optional(Type.String()),
        },
        exact,
      ),
    ),
    raw: Type.Optional(Type.String()),
    /** Bytes that are no text, in base64. */
    rawBase64: Type.Optional(Type.String()),
    waitMs: Type.Optional(Milliseconds),
    /** Waits until the gate of this name is released. */
    hold: Type.Optional(Type.String({ minLength: 1 })),
    /** Sends nothing more, and keeps the connection open until the caller leaves. */
    stall: Type.Optional(Type.Literal(true)),
    error: Type.Optional(Type.Object({ message: Type.String() })),
    fail: Type.Optional(
      Type.Object(
        {
          status: Type.Integer({ minimum: 200, maximum: 599 }),
          retryAfter: Type.Optional(Type.Union([Type.Number(), Type.String()])),
          body: Type.Optional(Type.Unknown()),
        },
        exact,
      ),
    ),
    respond: Type.Optional(
      Type.Object(
        {
          status: Type.Optional(Type.Integer({ minimum: 200, maximum: 599 })),
          contentType: Type.Optional(Type.String()),
          headers: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
          body: Type.Optional(Type.String()),
        },
        exact,
      ),
    ),
    cut: Type.Optional(Type.Union([Type.Literal('fin'), Type.Literal('reset')])),
    finish: Type.Optional(
      Type.Object(
        {
          finishReason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
          usage: Type.Optional(Type.Union([Type.Literal(false), Type.Record(Type.String(), Type.Unknown())])),
          done: Type.Optional(Type.Boolean()),
        },
        exact,
      ),
    ),
  },
  { ...exact, minProperties: 1, maxProperties: 1 },
)

const Script = Type.Object(
  {
    /** Only for calls whose last user message contains this. */
    match: Type.Optional(Type.String()),
    /** How many calls it serves. Default 1. */
    times: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('always')])),
    /** A string is a delta. After the last step the answer finishes by itself. */
    steps: Type.Array(Type.Union([Type.String(), Step])),
  },
  exact,
)

export type Step = Static<typeof Step> | string
export type Script = Static<typeof Script>

const one = Compile(Script)
const stepObject = Compile(Step)

/** Parses one script or a list of them. Raises a 400 that names the first fault. */
export function parseScripts(body: unknown): Script[] {
  const scripts: unknown[] = Array.isArray(body) ? body : [body]
  return scripts.map((script, index) => {
    if (one.Check(script)) return script
    throw new OpenAIError(400, `Script ${index}: ${faultOf(script)}`, { code: 'invalid_script' })
  })
}

// The union of string and object would report "must be string" for a misspelt member, so only the object is checked.
function faultOf(script: unknown): string {
  const steps = (script as { steps?: unknown } | null)?.steps
  if (Array.isArray(steps)) {
    const at = steps.findIndex((step) => typeof step !== 'string' && !stepObject.Check(step))
    if (at >= 0) return describe(stepObject.Errors(steps[at])[0], `/steps/${at}`)
  }
  return describe(one.Errors(script)[0], '')
}

function describe(fault: TLocalizedValidationError | undefined, under: string) {
  const unknown = fault?.keyword === 'boolean'
  return `${under}${fault?.instancePath ?? ''} ${unknown ? 'is unknown' : (fault?.message ?? 'is not a script')}`
}
