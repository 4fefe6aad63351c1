import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { FileNotFound, FileNotReady, VariantNotFound } from '@lingzhi/contracts/file-problems'
import { problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireScope } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { readableFile } from '../catalogue/own-file.ts'
import type { Deps } from '../deps.ts'
import { pagesMax } from '../inspection/findings.ts'
import { readText } from './read-variant.ts'

const Content = Type.Object(
  {
    file_path: Type.String({ description: 'What the file is called.' }),
    content: Type.String({ description: 'Its text; the pages of a PDF have a form feed between them.' }),
    size: Type.Integer({ description: 'Characters of the text.' }),
  },
  { title: 'FileContent' },
)

export function showContent(app: App, deps: Deps) {
  app.get(
    '/api/v1/file/content',
    {
      onRequest: requireScope('read', 'chat'),
      schema: {
        tags: ['files'],
        summary: 'Read the text of a file: of text files, and of PDF that have any',
        querystring: Type.Object({
          file_id: Type.String({ description: 'The file’s id.', maxLength: 64 }),
          page: Type.Optional(
            Type.Integer({ minimum: 1, maximum: pagesMax, description: 'Only this page of a PDF.' }),
          ),
        }),
        response: {
          200: success(Content),
          ...problems(
            ...[...userProblems, ValidationFailed, FileNotFound, VariantNotFound, FileNotReady],
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request) => {
      const { file_id, page } = request.query
      const file = await readableFile(deps.db, file_id, principalOf(request).userId)
      const content = await readText(deps, file, page)
      return { success: true as const, data: { file_path: file.name, content, size: content.length } }
    },
  )
}
