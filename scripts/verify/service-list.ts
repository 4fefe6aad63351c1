import { Type } from 'typebox'
import { Value } from 'typebox/value'

const file = 'packages/contracts/src/services.json'
const Count = (maximum: number) => Type.Integer({ minimum: 1, maximum })
const Secrets = Type.Record(Type.String(), Type.Enum(['key', 'password']))
const closed = { additionalProperties: false }

/** An entry of the list; packages/contracts/src/services.ts says what each member means. */
const Entry = Type.Object(
  {
    owns: Type.String({ minLength: 1 }),
    because: Type.String({ minLength: 1 }),
    public: Type.Boolean(),
    database: Type.Boolean(),
    redis: Type.Boolean(),
    secrets: Secrets,
    optionalSecrets: Type.Optional(Secrets),
    replicas: Type.Optional(Count(100)),
    scale: Type.Optional(
      Type.Object(
        {
          max: Count(100),
          metric: Type.Optional(Type.String({ pattern: '^lingzhi_' })),
          at: Type.Optional(Count(10_000)),
        },
        closed,
      ),
    ),
    memoryMb: Type.Optional(Type.Object({ request: Count(65_536), limit: Count(65_536) }, closed)),
    youngMb: Type.Optional(Count(256)),
    probe: Type.Optional(
      Type.Object(
        {
          path: Type.String({ pattern: '^/' }),
          timeoutS: Count(60),
          aliveEveryS: Count(300),
          readyEveryS: Count(300),
          startMaxS: Count(3600),
        },
        closed,
      ),
    ),
  },
  closed,
)

/** What is wrong with the list of services, a sentence for each member that cannot be used. */
export function serviceListFaults(list: Record<string, unknown>): string[] {
  return Object.entries(list).flatMap(([name, entry]) => {
    const faults = Value.Errors(Entry, entry)
      // The object that holds an unknown member names it too, in words.
      .filter(({ keyword }) => keyword !== 'boolean')
      .map(({ instancePath, message, params }) => {
        const member = [name, ...instancePath.split('/').slice(1)].join('.')
        const extra = 'additionalProperties' in params ? `: ${params.additionalProperties.join(', ')}` : ''
        return `${file}: ${member} ${message}${extra}.`
      })
    const { memoryMb } = entry as { memoryMb?: { request?: number; limit?: number } }
    if ((memoryMb?.request ?? 0) > (memoryMb?.limit ?? Number.POSITIVE_INFINITY))
      faults.push(`${file}: ${name}.memoryMb.request must not be more than its limit.`)
    return faults
  })
}
