import { instant } from '@lingzhi/contracts/ids'
import { schemaWords } from '@lingzhi/contracts/schema-words'
import type { Word } from '@lingzhi/contracts/words'
import { words } from '@lingzhi/contracts/words'
import { wordsOfFiles } from '@lingzhi/contracts/words-of-files'
import { wordsOfHomework } from '@lingzhi/contracts/words-of-homework'
import { wordsOfLearning } from '@lingzhi/contracts/words-of-learning'
import { wordsOfNotebook } from '@lingzhi/contracts/words-of-notebook'
import { wordsOfProgress } from '@lingzhi/contracts/words-of-progress'
import { wordsOfShaping } from '@lingzhi/contracts/words-of-shaping'
import { wordsOfTools } from '@lingzhi/contracts/words-of-tools'
import { wordsOfWork } from '@lingzhi/contracts/words-of-work'
import type { Schema } from './document.ts'
import { mergeAlternatives } from './merge-alternatives.ts'

/** The named schemas of the document, filled while it is built. */
export type Named = Record<string, Schema>
/** What a request may leave out is not required of it; a response has it all the same. */
export type Side = 'request' | 'response'

const vocabulary = [
  ...[
    words,
    wordsOfWork,
    wordsOfFiles,
    wordsOfLearning,
    wordsOfHomework,
    wordsOfNotebook,
    wordsOfProgress,
    wordsOfShaping,
    wordsOfTools,
  ],
]

/** What is said of a member, in a named schema or anywhere. */
export function wordOf(name: string, owner?: string): Word | undefined {
  const key = `${owner}.${name}`
  for (const one of [key, name]) for (const known of vocabulary) if (known[one]) return known[one]
  return undefined
}

/**
 * A schema as readers and generators of clients want it: each member described, unions as short as they can be, one spelling
 * for each member, nothing required that has a default. One with a `title` moves to `named`, and a reference is returned.
 */
export function describeSchema(schema: Schema, side: Side, named: Named, owner?: string): Schema {
  const merged = mergeAlternatives(schema)
  const { title, ...rest } = merged
  const known = typeof title === 'string' ? title : owner
  const described: Schema = { ...rest }
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'items' || key === 'additionalProperties') {
      if (typeof value === 'object') described[key] = describeSchema(value as Schema, side, named, owner)
    } else if (key === 'anyOf' || key === 'oneOf' || key === 'allOf') {
      described[key] = (value as Schema[]).map((one) => describeSchema(one, side, named, owner))
    }
  }
  if (rest.properties) describeMembers(described, side, named, known)
  return typeof title === 'string' ? toReference(title, described, side, named) : described
}

function describeMembers(schema: Schema, side: Side, named: Named, owner: string | undefined) {
  const given = schema.properties as Record<string, Schema>
  const properties: Record<string, Schema> = {}
  for (const [name, member] of Object.entries(given)) {
    const usual = usualName(name)
    if (usual !== name && usual in given) continue
    const described = withWord(describeSchema(member, side, named, owner), wordOf(name, owner))
    const aliases = Object.keys(given).filter((other) => other !== name && usualName(other) === name)
    properties[name] = aliases.length > 0 ? withAliases(described, aliases, side) : described
  }
  const tell = side === 'request' ? tellDefault : withoutDefault
  schema.properties = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, tell(member)]),
  )
  const required = (schema.required as string[] | undefined)?.filter(
    (name) => properties[name] && !(side === 'request' && 'default' in properties[name]),
  )
  if (required?.length) schema.required = required
  else delete schema.required
}

/**
 * A default in words: to openapi-typescript a member with a `default` is always there, so that it demands of a request what
 * may be left out.
 */
function tellDefault(schema: Schema): Schema {
  if (!('default' in schema)) return schema
  const { default: value, ...rest } = schema
  const told = `Left out: \`${typeof value === 'string' ? value : JSON.stringify(value)}\`.`
  const description = [schema.description, told].filter(Boolean).join(' ')
  return { ...rest, description, 'x-default': value, examples: schema.examples ?? [value] }
}

/** A response always has the member, so that its default says nothing. */
const withoutDefault = ({ default: _, ...rest }: Schema): Schema => rest

/** `conversationId` is another spelling of `conversation_id`. */
const usualName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * Another spelling is told in words: as a member of its own it would have the same name in a generated client, where
 * both are spelt alike, and that would not compile.
 */
function withAliases(schema: Schema, aliases: string[], side: Side): Schema {
  const spelt = aliases.map((alias) => `\`${alias}\``).join(', ')
  const note = side === 'request' ? `Also read as ${spelt}.` : `Also sent as ${spelt}.`
  return {
    ...schema,
    description: [schema.description, note].filter(Boolean).join(' '),
    'x-aliases': aliases,
  }
}

/** What every instant says of itself: its form, not what happened then. */
const ofInstants = (instant as object as Schema).description

/** With what the word says, unless the schema says it itself. */
export function withWord(schema: Schema, word: Word | undefined): Schema {
  if (!word) return schema
  const [says, example] = word
  const form = schema.description
  const exemplified = 'examples' in schema || 'const' in schema || 'enum' in schema || '$ref' in schema
  return {
    ...schema,
    description: form === ofInstants ? `${says} ${form}` : (form ?? says),
    ...(example !== undefined && !exemplified && { examples: [example] }),
  }
}

function toReference(title: string, schema: Schema, side: Side, named: Named): Schema {
  const whole = withWord(schema, schemaWords[title])
  const same = (name: string) => {
    named[name] ??= whole
    return JSON.stringify(named[name]) === JSON.stringify(whole)
  }
  // What a request may leave out and a response always has makes two schemas of one.
  const name = [title, side === 'request' ? `${title}Input` : `${title}Output`].find(same)
  return name ? { $ref: `#/components/schemas/${name}` } : { ...whole, title }
}
