import type { Readable } from 'node:stream'
import { MalformedRequest, UnsupportedMediaType, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams } from '@lingzhi/contracts/ids'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { receiveForm } from '@lingzhi/http/receive-form'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireScope, requireUser } from '@lingzhi/identity/identify'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { viewerOf } from '../scenarios/manage-scenarios.ts'
import { read } from './define-skill.ts'
import { skillProblems } from './manage-skills.ts'
import type { SkillDeps } from './own-skill.ts'
import { SkillNotFound, seenSkill, skillsPath, storeSkill } from './own-skill.ts'
import { archiveBytesMax } from './read-skill-archive.ts'
import { SkillTooLarge } from './read-skill-file.ts'
import { Skill } from './skill-shape.ts'
import { sourceOf } from './skills.queries.ts'

/** Skills come in as files and go out as they came. */
export function transferSkills(app: App, deps: SkillDeps) {
  const { db } = deps
  const tags = ['skills']
  const reading = { onRequest: requireUser }
  const writing = { onRequest: requireScope('chat') }
  const One = success(Skill)

  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      (_request: unknown, payload: unknown, done: (err: null, body: unknown) => void) => done(null, payload),
    )
    ;(scope as unknown as App).post(
      `${skillsPath}/import`,
      {
        ...writing,
        bodyLimit: archiveBytesMax + 65_536,
        schema: {
          tags,
          summary: 'Import a skill from a SKILL.md or an archive',
          description:
            'The body is the file, as multipart/form-data or by itself as text/markdown, application/zip or application/octet-stream. What it is, is told from what it holds. It stays private until it is published.',
          response: {
            201: One,
            ...problems(...skillProblems, MalformedRequest, UnsupportedMediaType),
          },
        },
      },
      async (request, reply) => {
        const source = await bytesOf(request)
        const definition = await read(source)
        return reply
          .code(201)
          .send({ success: true as const, data: await storeSkill(deps, viewerOf(request), definition) })
      },
    )
  })

  app.get(
    `${skillsPath}/:id/export`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Download a skill as it came, byte for byte',
        'x-media-types': ['text/markdown', 'application/zip'],
        params: IdParams,
        response: {
          200: Type.Null({ description: 'The file: Markdown, or an archive.' }),
          ...problems(...userProblems, ValidationFailed, SkillNotFound),
        },
      },
    },
    async (request, reply) => {
      const { id } = await seenSkill(db, request)
      const found = await sourceOf(db, id)
      if (!found) throw SkillNotFound()
      const isZip = found.source_type === 'zip'
      const name = isZip ? `${found.name}.zip` : 'SKILL.md'
      return reply
        .type(isZip ? 'application/zip' : 'text/markdown; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('x-content-type-options', 'nosniff')
        .send(found.source as never)
    },
  )
}

/** All of an upload, which is small. Raises SKILL_TOO_LARGE. */
async function bytesOf({ headers, body }: FastifyRequest): Promise<Buffer> {
  const payload = body as Readable | undefined
  if (!payload)
    throw MalformedRequest({ detail: { zh: '请求中没有文件', en: 'There is no file in the request.' } })
  const type = headers['content-type'] ?? ''
  if (
    !/^(multipart\/form-data|text\/(markdown|plain|x-markdown)|application\/(octet-stream|zip|x-zip-compressed))\b/i.test(
      type,
    )
  )
    throw UnsupportedMediaType()
  const bytes = /^multipart/i.test(type) ? (await receiveForm(headers, payload)).bytes : payload
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of bytes) {
    length += (chunk as Buffer).length
    if (length > archiveBytesMax) throw SkillTooLarge()
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
