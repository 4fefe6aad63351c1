import { TooManyRequests, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { IdParams, isId, newId } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done, success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { checkServer } from './check-server.ts'
import { noteServerChange } from './note-change.ts'
import { readServerUrl, ToolServerUrlRefused } from './reach-server.ts'
import { sealHeaders, ToolsSecretMissing } from './seal-headers.ts'
import { NewToolServer, ToolServerChange, ToolServerShape, toServer } from './server-shape.ts'
import type { ToolServer } from './tool-servers.queries.ts'
import {
  allServers,
  deleteServer,
  findServer,
  insertServer,
  lockServer,
  lockServers,
  updateServer,
} from './tool-servers.queries.ts'

export const ToolServerNotFound = problem('TOOL_SERVER_NOT_FOUND', 404, {
  zh: '没有这个工具服务器',
  en: 'No such tool server.',
  check: 'The server’s id, against GET /api/admin/tool-servers.',
})
export const ToolServerNameTaken = problem('TOOL_SERVER_NAME_TAKEN', 409, {
  zh: '已有同名的工具服务器',
  en: 'There is a tool server of this name already.',
  check: 'Nothing: the names of tools begin with their server’s.',
})

/** All their tools are looked at for every question. */
const serversMax = 50

type ManageDeps = Pick<Deps, 'db' | 'outbox' | 'tools' | 'now' | 'log'> & { config: Config }

/** The servers of tools, which administrators alone name, look at and allow. */
export function manageServers(app: App, deps: ManageDeps) {
  const { db, outbox, tools, now, config } = deps
  const guarded = { onRequest: requireAdmin }
  const shared = { tags: ['tools'] }
  const One = success(ToolServerShape)
  const writing = [...adminProblems, ValidationFailed, ToolServerUrlRefused, ToolsSecretMissing] as const
  const changed = () => {
    tools.forget()
    outbox.wake()
  }
  const found = async (trx: Db, id: string, find: typeof findServer): Promise<ToolServer> => {
    const server = isId(id) ? await find(trx, id) : undefined
    if (!server) throw ToolServerNotFound()
    return server
  }

  app.get(
    '/api/admin/tool-servers',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'List the servers of tools, with what they offer',
        response: {
          200: success(Type.Object({ servers: Type.Array(ToolServerShape) })),
          ...problems(...adminProblems, ValidationFailed),
        },
      },
    },
    async () => ({ success: true as const, data: { servers: (await allServers(db)).map(toServer) } }),
  )

  app.get(
    '/api/admin/tool-servers/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Show a server of tools',
        params: IdParams,
        response: { 200: One, ...problems(...adminProblems, ValidationFailed, ToolServerNotFound) },
      },
    },
    async (request) => ({
      success: true as const,
      data: toServer(await found(db, request.params.id, findServer)),
    }),
  )

  app.post(
    '/api/admin/tool-servers',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Name a server of tools',
        description: 'It is looked at by a check, and of its tools those reach models that `allow` names.',
        body: NewToolServer,
        response: { 201: One, ...problems(...writing, ToolServerNameTaken, TooManyRequests) },
      },
    },
    async (request, reply) => {
      const { name, url, headers = {}, allow = [], enabled = true } = request.body
      const id = newId()
      const at = now()
      const row = {
        id,
        name,
        url: readServerUrl(url, config.TOOLS_PRIVATE_HOSTS).href,
        headers: sealHeaders(config.TOOLS_SECRET, id, headers),
        header_names: JSON.stringify(Object.keys(headers)),
        allow: JSON.stringify([...new Set(allow)]),
        enabled,
        status: 'unchecked' as const,
        problem: null,
        checked_at: null,
        catalogue: '[]',
        created_at: at,
        updated_at: at,
      }
      const server = await transact(db, async (trx) => {
        if ((await lockServers(trx)).length >= serversMax) throw tooMany()
        const created = await insertServer(trx, row)
        if (!created) throw ToolServerNameTaken()
        await noteServerChange(trx, request, id, 'created')
        return created
      })
      changed()
      return reply.code(201).send({ success: true, data: toServer(server) })
    },
  )

  app.put(
    '/api/admin/tool-servers/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Change a server of tools',
        description:
          'Members left out keep their values; `headers` are set all together. A change applies to calls that begin afterwards. With ' +
          'another address its tools are gone until it is checked.',
        params: IdParams,
        body: ToolServerChange,
        response: { 200: One, ...problems(...writing, ToolServerNotFound, ToolServerNameTaken) },
      },
    },
    async (request) => {
      const { name, url, headers, allow, enabled } = request.body
      const server = await transact(db, async (trx) => {
        const names = await lockServers(trx)
        const before = await found(trx, request.params.id, lockServer)
        const { id } = before
        if (name !== undefined && names.some((one) => one.name === name && one.id !== id))
          throw ToolServerNameTaken()
        const target = url === undefined ? undefined : readServerUrl(url, config.TOOLS_PRIVATE_HOSTS)
        const moved = target !== undefined && target.href !== before.url
        // Somebody else's server is not told this one's keys.
        const told = headers ?? (moved && target.origin !== new URL(before.url).origin ? {} : undefined)
        const after = await updateServer(trx, id, {
          ...(name !== undefined && { name }),
          ...(target && { url: target.href }),
          ...(moved && { status: 'unchecked', problem: null, checked_at: null, catalogue: '[]' }),
          ...(told && {
            headers: sealHeaders(config.TOOLS_SECRET, id, told),
            header_names: JSON.stringify(Object.keys(told)),
          }),
          ...(allow && { allow: JSON.stringify([...new Set(allow)]) }),
          ...(enabled !== undefined && { enabled }),
          updated_at: now(),
        })
        await noteServerChange(trx, request, id, 'changed')
        return after ?? before
      })
      changed()
      return { success: true as const, data: toServer(server) }
    },
  )

  app.delete(
    '/api/admin/tool-servers/:id',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Remove a server of tools; what its calls gave stays with the answers',
        params: IdParams,
        response: { 200: Done, ...problems(...adminProblems, ValidationFailed, ToolServerNotFound) },
      },
    },
    async (request) => {
      await transact(db, async (trx) => {
        const { id } = await found(trx, request.params.id, lockServer)
        await deleteServer(trx, id)
        await noteServerChange(trx, request, id, 'deleted')
      })
      changed()
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '工具服务器已删除', en: 'The tool server was removed.' }),
      }
    },
  )

  app.post(
    '/api/admin/tool-servers/:id/check',
    {
      ...guarded,
      schema: {
        ...shared,
        summary: 'Ask a server of tools what it offers',
        description:
          'Succeeds whether the server answers or not: `status` and `problem` say how it went. What it offered before stays when it does not answer.',
        params: IdParams,
        response: { 200: One, ...problems(...adminProblems, ValidationFailed, ToolServerNotFound) },
      },
    },
    async (request) => {
      const server = await found(db, request.params.id, findServer)
      const outcome = await checkServer(deps, server)
      const checked = await transact(db, async (trx) => {
        const before = await found(trx, server.id, lockServer)
        // It was changed meanwhile: what was seen is another server's.
        if (before.url !== server.url) return before
        await noteServerChange(trx, request, server.id, 'checked')
        return (await updateServer(trx, server.id, { ...outcome, checked_at: now() })) ?? before
      })
      changed()
      return { success: true as const, data: toServer(checked) }
    },
  )
}

const tooMany = () =>
  TooManyRequests({
    detail: {
      zh: `工具服务器最多 ${serversMax} 个`,
      en: `There may be ${serversMax} tool servers at most.`,
    },
  })
