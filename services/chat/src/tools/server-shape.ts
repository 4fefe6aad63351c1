import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable, printable, storableNotBlank } from '@lingzhi/contracts/shapes'
import { Type } from 'typebox'
import { offeredName, serverName } from './tool-names.ts'
import type { ToolServer } from './tool-servers.queries.ts'

/** A field name of HTTP (RFC 9110), and a value of one that any server takes. */
const Headers = Type.Record(
  Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$" }),
  Type.String({ minLength: 1, maxLength: 4_096, pattern: '^[\\u0020-\\u007e]*$' }),
  {
    additionalProperties: false,
    maxProperties: 16,
    description:
      'Sent with every request, such as `Authorization`. They are stored sealed and never told again; the names are.',
  },
)

const definition = {
  name: Type.String({
    pattern: serverName,
    description: 'What the names of its tools begin with.',
    examples: ['weather'],
  }),
  url: Type.String({
    minLength: 1,
    maxLength: 2_000,
    pattern: printable,
    description:
      'Where it speaks MCP by Streamable HTTP. With another origin than before its headers are dropped.',
    examples: ['https://tools.example.cn/mcp'],
  }),
  headers: Headers,
  allow: Type.Array(Type.String({ minLength: 1, maxLength: 128, pattern: storableNotBlank }), {
    maxItems: 128,
    description: 'The tools that may reach a model, by the names that the server gives them. No other does.',
  }),
  enabled: Type.Boolean({ description: 'Whether it is in use.' }),
}

/** Only the members to change; the others keep their values. */
export const ToolServerChange = Type.Partial(Type.Object(definition), { title: 'ToolServerChange' })
export const NewToolServer = Type.Object(
  { ...ToolServerChange.properties, name: definition.name, url: definition.url },
  { title: 'NewToolServer' },
)

const ServerTool = Type.Object(
  {
    name: Type.String(),
    offered_as: Type.String({ description: 'The name that a model calls it by.' }),
    title: Nullable(Type.String()),
    description: Type.String(),
    input_schema: Type.Record(Type.String(), Type.Unknown()),
    read_only: Type.Boolean({
      description: 'By its server’s word it changes nothing: it needs no approval.',
    }),
    idempotent: Type.Boolean({ description: 'By its server’s word it may be called twice.' }),
    allowed: Type.Boolean({ description: 'Whether it stands in `allow`.' }),
    unusable: Nullable(Type.String(), { description: 'Why it cannot be offered; null: it can.' }),
  },
  { title: 'ServerTool' },
)

export const ToolServerShape = Type.Object(
  {
    id: Uuid,
    name: definition.name,
    url: definition.url,
    header_names: Type.Array(Type.String()),
    allow: definition.allow,
    enabled: definition.enabled,
    status: Type.Enum(['unchecked', 'ok', 'failing'], { description: 'How the last check went.' }),
    problem: Nullable(Type.String(), { description: 'What went wrong at the last check.' }),
    checked_at: Nullable(instant),
    tools: Type.Array(ServerTool, {
      description:
        'As the server described them at the last check that succeeded; models are told just this.',
    }),
    created_at: instant,
    updated_at: instant,
  },
  { title: 'ToolServer' },
)

/** A server as administrators see it: its headers’ names, never their values. */
export const toServer = ({ headers: _, catalogue, ...row }: ToolServer) => ({
  ...row,
  tools: catalogue.map((tool) => ({
    ...tool,
    offered_as: offeredName(row.name, tool.name),
    allowed: row.allow.includes(tool.name),
  })),
  checked_at: row.checked_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
})
