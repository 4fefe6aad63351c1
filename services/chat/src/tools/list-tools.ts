import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { Nullable, storable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { requireUser } from '@lingzhi/identity/identify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import type { AvailableTool } from './open-tools.ts'
import { readSkillTool } from './read-skill.ts'

export const ToolNotFound = problem('TOOL_NOT_FOUND', 404, {
  zh: '没有这个工具',
  en: 'No such tool.',
  check: 'The tool’s name, against GET /api/v1/platform/tools.',
})

const Listed = Type.Object(
  {
    name: Type.String({
      description: 'The name that a model calls it by, and that lists of allowed tools have.',
    }),
    title: Nullable(Type.String()),
    description: Type.String(),
    category: Type.String({ description: 'The server it comes from; `builtin`: it is the platform’s own.' }),
    tool_type: Type.Enum(['mcp', 'builtin']),
    read_only: Type.Boolean({ description: 'By its server’s word it changes nothing.' }),
    needs_approval: Type.Boolean({ description: 'Each call waits for whoever asked.' }),
  },
  { title: 'Tool' },
)
const Described = Type.Object(
  { ...Listed.properties, input_schema: Type.Record(Type.String(), Type.Unknown()) },
  { title: 'ToolDetails' },
)

const builtIn: Static<typeof Described> = {
  name: readSkillTool.function.name,
  title: null,
  description: readSkillTool.function.description,
  category: 'builtin',
  tool_type: 'builtin',
  read_only: true,
  needs_approval: false,
  input_schema: readSkillTool.function.parameters,
}

const describe = (tool: AvailableTool): Static<typeof Described> => ({
  name: tool.offered,
  title: tool.title,
  description: tool.description,
  category: tool.server,
  tool_type: 'mcp',
  read_only: tool.read_only,
  needs_approval: !tool.read_only,
  input_schema: tool.input_schema,
})

const path = '/api/v1/platform/tools'

/** The tools that models may be offered here. Which of them a question gets depends on its agent, scenario and skills. */
export function listTools(app: App, { tools }: Pick<Deps, 'tools'>) {
  const reading = { onRequest: requireUser }
  const tags = ['tools']
  const all = async () => [builtIn, ...(await tools.available()).map(describe)]
  const listed = ({ input_schema: _, ...tool }: Static<typeof Described>) => tool

  app.get(
    path,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List the tools that models may use',
        querystring: Type.Object({
          category: Type.Optional(Type.String({ maxLength: 100, pattern: storable })),
          tool_type: Type.Optional(Type.Enum(['mcp', 'builtin'])),
        }),
        response: {
          200: success(Type.Object({ tools: Type.Array(Listed) })),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async (request) => {
      const { category, tool_type: type } = request.query
      const found = (await all()).filter(
        (tool) =>
          (category === undefined || tool.category === category) &&
          (type === undefined || tool.tool_type === type),
      )
      return { success: true as const, data: { tools: found.map(listed) } }
    },
  )

  app.get(
    `${path}/categories`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'List where tools come from, with the number of tools of each',
        response: {
          200: success(
            Type.Object({
              categories: Type.Array(
                Type.Object({ name: Type.String(), tools: Type.Integer() }, { title: 'ToolCategory' }),
              ),
            }),
          ),
          ...problems(...userProblems, ValidationFailed),
        },
      },
    },
    async () => {
      const counts = Map.groupBy(await all(), ({ category }) => category)
      const categories = [...counts].map(([name, found]) => ({ name, tools: found.length }))
      return { success: true as const, data: { categories } }
    },
  )

  app.get(
    `${path}/:name`,
    {
      ...reading,
      schema: {
        tags,
        summary: 'Show a tool with what it is called with',
        params: Type.Object({ name: Type.String() }),
        response: { 200: success(Described), ...problems(...userProblems, ValidationFailed, ToolNotFound) },
      },
    },
    async (request) => {
      const found = (await all()).find(({ name }) => name === request.params.name)
      if (!found) throw ToolNotFound()
      return { success: true as const, data: found }
    },
  )
}
