import { storableText } from '@lingzhi/model-client/storable-text'
import { checkArguments } from './check-arguments.ts'

/** A tool as its server described it when it was last checked. */
export interface CatalogueTool {
  name: string
  title: string | null
  description: string
  input_schema: Record<string, unknown>
  read_only: boolean
  idempotent: boolean
  /** Why it cannot be offered; null: it can. */
  unusable: string | null
}

const toolsMax = 128
const nameMax = 128
const descriptionMax = 1_024
const schemaBytesMax = 32_768
/** All that is kept of one server. */
const catalogueCharsMax = 524_288
/** For the schemas of all tools of one server. */
const checksMaxMs = 10_000
/** Deeper schemas are nobody's who wants to be called. */
const depthMax = 32

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The tools of a server's list, bounded in number and size. What a tool says of itself is data of a stranger: it is kept as it was when
 * an administrator had it checked, so that it cannot change between their look and its use.
 */
export async function readCatalogue(list: readonly unknown[], server: string): Promise<CatalogueTool[]> {
  const deadline = performance.now() + checksMaxMs
  const named = new Map<string, CatalogueTool>()
  let chars = 0
  for (const one of list) {
    if (named.size === toolsMax || chars > catalogueCharsMax) break
    if (!isObject(one) || typeof one.name !== 'string') continue
    const name = storableText(one.name, nameMax)
    if (name === '' || name !== one.name || named.has(name)) continue
    const told = isObject(one.annotations) ? one.annotations : {}
    const title = [one.title, told.title].find((text) => typeof text === 'string' && text !== '') as
      | string
      | undefined
    const tool = {
      name,
      title: title === undefined ? null : storableText(title, 200),
      description: typeof one.description === 'string' ? storableText(one.description, descriptionMax) : '',
      ...(await readSchema(one.inputSchema, { server, deadline })),
      read_only: told.readOnlyHint === true,
      idempotent: told.idempotentHint === true,
    }
    chars += JSON.stringify(tool).length
    named.set(name, tool)
  }
  return [...named.values()]
}

const noSchema = { type: 'object', properties: {} }

async function readSchema(
  given: unknown,
  { server, deadline }: { server: string; deadline: number },
): Promise<Pick<CatalogueTool, 'input_schema' | 'unusable'>> {
  const refuse = (unusable: string) => ({ input_schema: noSchema, unusable })
  if (given === undefined) return { input_schema: noSchema, unusable: null }
  if (!isObject(given)) return refuse('its schema is no object')
  if (depthOf(given) > depthMax) return refuse(`its schema is nested more than ${depthMax} deep`)
  const text = JSON.stringify(given)
  if (text.length > schemaBytesMax) return refuse(`its schema has more than ${schemaBytesMax} characters`)
  if (text.includes('\\u0000')) return refuse('its schema holds U+0000')
  const late = performance.now() > deadline
  const [checked] = late
    ? ['too slow' as const]
    : await checkArguments([{ schema: checkable(given), value: {} }], server)
  if (checked === 'too slow') return refuse('its schema takes too long to check')
  if (checked === 'no schema') return refuse('its schema is none that can be checked')
  return { input_schema: JSON.parse(text.toWellFormed()) as Record<string, unknown>, unusable: null }
}

/** Levels of objects and arrays, looked at one level after the other. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value]
  for (let depth = 0; ; depth++) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
    if (level.length === 0 || depth > depthMax) return depth
  }
}

/** What of a schema takes a regular expression: a stranger's may take for ever. The server checks those itself. */
const left = new Set(['pattern', 'patternProperties', 'format', '$schema', '$id', 'id'])

/** A schema of which only those rules are left whose check is quick. */
export function checkable(schema: Record<string, unknown>): Record<string, unknown> {
  const clean = (value: unknown, isMap: boolean): unknown => {
    if (Array.isArray(value)) return value.map((one) => clean(one, false))
    if (!isObject(value)) return value
    // In a map of properties every name is somebody's own.
    const entries = Object.entries(value).filter(([name]) => isMap || !left.has(name))
    return Object.fromEntries(
      entries.map(([name, inner]) => [
        name,
        !isMap && (name === 'const' || name === 'enum' || name === 'default' || name === 'examples')
          ? inner
          : clean(inner, !isMap && (name === 'properties' || name === '$defs' || name === 'definitions')),
      ]),
    )
  }
  return clean(schema, false) as Record<string, unknown>
}
