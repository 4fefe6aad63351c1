import { posix } from 'node:path'
import type { Source } from './sources.ts'

/** Folders of web/src that every room may use; what is not among them is a room. */
const shared = new Set(['api', 'session', 'ui', 'text', 'styles', 'markdown', 'attach'])
/** These know no room, and not what the API says. */
const plain = new Set(['ui', 'text'])
/** Composed of rooms, like app.tsx itself. */
const composing = 'shell'

/**
 * What keeps the rooms of the console apart: `ui` and `text` know nothing but each other, a room knows what is shared and no
 * other room, and of the checkout's packages only the API client.
 */
export function webRoomFaults(sources: Source[]): string[] {
  return sources.filter(({ unit }) => unit === 'web').flatMap(faultsOf)
}

function faultsOf({ path, isTest, imports }: Source): string[] {
  return imports.flatMap(({ specifier, unit }) => {
    if (unit && unit !== 'web') {
      if (unit === 'packages/api-client' || isTest) return []
      return [
        `${path} imports ${specifier}: of the checkout's packages the console may use only the API client.`,
      ]
    }
    const from = roomOf(path)
    const to = specifier.startsWith('.') ? roomOf(posix.join(posix.dirname(path), specifier)) : undefined
    if (!from || !to || from === to) return []
    if (plain.has(from) && !plain.has(to))
      return [`${path} imports ${specifier}: ui and text know no other room.`]
    if (!shared.has(to) && from !== composing)
      return [`${path} imports ${specifier}: a room knows no other; app.tsx and shell compose them.`]
    return []
  })
}

/** A file of web/src itself, such as app.tsx or routes.ts, belongs to no room. */
const roomOf = (path: string) => /^web\/src\/([^/]+)\//.exec(path)?.[1]
