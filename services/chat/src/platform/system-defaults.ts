import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Deps } from '../deps.ts'
import { SystemDefaults } from '../scenarios/system-defaults-shape.ts'
import { readDefaults, saveDefault } from './platform.queries.ts'

export const DefaultNotFound = problem('SYSTEM_DEFAULT_NOT_FOUND', 404, {
  zh: '没有这个系统默认设置',
  en: 'There is no such default.',
  check: 'The key, against GET /api/v1/platform/system-default-config.',
})

type Key = keyof Static<typeof SystemDefaults>
const keys = Object.keys(SystemDefaults.properties) as Key[]

const Default = Type.Object(
  {
    key: Type.Enum(keys),
    value: Type.Unknown({ description: 'null: not set.' }),
    description: Type.String({ description: 'What it does.' }),
    updated_by: Nullable(Uuid),
    updated_at: Nullable(instant),
  },
  { title: 'SystemDefault' },
)
const base = '/api/v1/platform/system-default-config'
const KeyParams = Type.Object({ key: Type.String({ maxLength: 100, pattern: storable }) })

/** What administrators set for the answers of all. */
export function systemDefaults(app: App, { db, now }: Pick<Deps, 'db' | 'now'>) {
  const tags = ['scenarios']

  app.get(
    base,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'List what is set for the answers of all',
        description: 'Administrators only.',
        response: {
          200: success(Type.Object({ defaults: Type.Array(Default) })),
          ...problems(...adminProblems),
        },
      },
    },
    async () => ({ success: true as const, data: { defaults: await all() } }),
  )

  app.get(
    `${base}/:key`,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Show what is set for the answers of all',
        description: 'Administrators only.',
        params: KeyParams,
        response: { 200: success(Default), ...problems(...adminProblems, DefaultNotFound, ValidationFailed) },
      },
    },
    async (request) => ({ success: true as const, data: await one(keyOf(request.params.key)) }),
  )

  app.put(
    `${base}/:key`,
    {
      onRequest: requireAdmin,
      schema: {
        tags,
        summary: 'Set something for the answers of all',
        description: 'Administrators only. It holds for the next question. `null` takes it back.',
        params: KeyParams,
        body: Type.Object({ value: Type.Unknown() }, { title: 'SystemDefaultChange' }),
        response: { 200: success(Default), ...problems(...adminProblems, DefaultNotFound, ValidationFailed) },
      },
    },
    async (request) => {
      const key = keyOf(request.params.key)
      const { value } = request.body
      const shape = SystemDefaults.properties[key]
      if (value !== null && !Value.Check(shape, value)) throw invalid(meaningOf(key))
      await saveDefault(db, key, value, { userId: principalOf(request).userId, at: now() })
      return { success: true as const, data: await one(key) }
    },
  )

  async function all() {
    const rows = await readDefaults(db)
    return keys.map((key) => {
      const row = rows.find((row) => row.key === key)
      return {
        key,
        value: row?.value ?? null,
        description: meaningOf(key),
        updated_by: row?.updated_by ?? null,
        updated_at: row?.updated_at.toISOString() ?? null,
      }
    })
  }

  const one = async (wanted: Key) => (await all()).find(({ key }) => key === wanted)!
}

const meaningOf = (key: Key): string => String(Object(SystemDefaults.properties[key]).description)

/** Raises SYSTEM_DEFAULT_NOT_FOUND. */
function keyOf(name: string): Key {
  const key = keys.find((one) => one === name)
  if (!key) throw DefaultNotFound()
  return key
}

const invalid = (meaning: string) =>
  ValidationFailed({
    errors: [
      {
        path: 'value',
        message: { zh: `不符合这一设置的要求：${meaning}`, en: `is not what this takes: ${meaning}` },
      },
    ],
  })
