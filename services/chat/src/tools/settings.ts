import { Type } from 'typebox'

/** Lower-case names or addresses, each with or without a port. */
const host = '[^\\s,/:@]+(:\\d{1,5})?'

export const toolSettings = {
  TOOLS_PRIVATE_HOSTS: Type.String({
    default: '',
    pattern: `^$|^\\s*${host}\\s*(,\\s*${host}\\s*)*$`,
    rule: {
      zh: '必须是以逗号分隔的主机名，可带端口，例如 tools.internal:8000',
      en: 'must be host names, comma-separated, with or without a port, such as tools.internal:8000',
    },
    description:
      'Hosts of tool servers in your own network, comma-separated, with or without a port: they may be reached by http and at private addresses. All others are reached by https at public addresses only.',
  }),
  TOOLS_SECRET: Type.String({
    default: '',
    secret: true,
    description:
      'Seals the headers (keys, mostly) of tool servers; the same on every replica. Without it no server can have any. After a change they are to be set again.',
  }),
  TOOLS_CALL_MS: Type.Integer({
    minimum: 100,
    maximum: 60_000,
    default: 30_000,
    description:
      'How long a call of a tool may be silent, in milliseconds; with progress it may take four times as long.',
  }),
}
