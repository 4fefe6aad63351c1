import type { Named } from './describe-schema.ts'
import type { Schema } from './document.ts'

const id = '01960f3e-7c1a-7b3e-9a51-0c2f4d6e8a10'
const formats: Record<string, unknown> = {
  uuid: id,
  'date-time': '2026-11-28T04:30:00.000Z',
  date: '2026-11-28',
  email: 'lin@example.org',
  ipv4: '203.0.113.7',
}

/** A value that fits the schema, put together from the examples of its members. */
export function exampleOf(schema: Schema, named: Named, name = ''): unknown {
  const [given] = (schema.examples as unknown[] | undefined) ?? []
  if (given !== undefined) return given
  if (typeof schema.$ref === 'string')
    return exampleOf(named[schema.$ref.split('/').at(-1)!] ?? {}, named, name)
  if ('const' in schema) return schema.const
  if (schema.enum) return (schema.enum as unknown[])[0]
  const [first] = ((schema.oneOf ?? schema.anyOf) as Schema[] | undefined) ?? []
  if (first) return exampleOf(first, named, name)
  if (schema.allOf)
    return Object.assign({}, ...(schema.allOf as Schema[]).map((one) => exampleOf(one, named)))
  if (schema.default !== undefined) return schema.default
  const type = [schema.type].flat()[0]
  if (type === 'object') return exampleOfMembers(schema, named)
  if (type === 'array') return schema.items ? [exampleOf(schema.items as Schema, named)] : []
  if (type === 'string') return formats[schema.format as string] ?? (/(^|_)id$/.test(name) ? id : '…')
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1
  return type === 'boolean' ? false : null
}

function exampleOfMembers({ properties = {} }: Schema, named: Named): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties as Record<string, Schema>).map(([name, member]) => [
      name,
      exampleOf(member, named, name),
    ]),
  )
}
