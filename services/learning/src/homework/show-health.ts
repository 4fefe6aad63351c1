import { readFileSync } from 'node:fs'
import type { App } from '@lingzhi/http/create-http'
import { Type } from 'typebox'
import { homeworkPath, homeworkTags as tags } from './manage-templates.ts'

const { version } = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
) as { version: string }

const Health = Type.Object(
  { status: Type.Literal('ok'), module: Type.Literal('homework'), version: Type.String() },
  { title: 'HomeworkHealth' },
)

/** As front ends of the replaced system ask for it, and in its shape. */
export function showHealth(app: App) {
  app.get(
    `${homeworkPath}/health`,
    {
      schema: {
        tags,
        summary: 'Check that homework is served',
        description: 'Touches no dependency, so it says nothing of them: see GET /api/health/ready.',
        response: { 200: Health },
      },
    },
    async () => ({ status: 'ok' as const, module: 'homework' as const, version }),
  )
}
