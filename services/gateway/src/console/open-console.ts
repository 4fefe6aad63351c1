import { resolve } from 'node:path'
import type { Logger } from '@lingzhi/runtime/logger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { serveFile } from '../docs/serve-file.ts'
import { sendMissingPage } from './missing-page.ts'
import { pageHeaders } from './page-headers.ts'
import type { Build } from './read-build.ts'
import { assetFolders, readBuild } from './read-build.ts'

export interface Console {
  /** Undefined when there is none in the folder: pages say so, and all else works. */
  build: Build | undefined
  assetFolders: string[]
}

/** Reads the build that this gateway serves until it ends; undefined when it is to serve none. */
export function openConsole(folder: string, log: Logger): Console | undefined {
  if (!folder) return undefined
  const absolute = resolve(folder)
  return { build: readOrTell(absolute, log), assetFolders: assetFolders(absolute) }
}

function readOrTell(folder: string, log: Logger): Build | undefined {
  try {
    return readBuild(folder)
  } catch (err) {
    log.error(
      { err, folder },
      'there is no build of the console in CONSOLE_DIR: pages say that they are missing',
    )
    return undefined
  }
}

/** Below these nothing is a page: an unknown path there is a fault of a program, or of a build long gone. */
const noPages = /^\/(?:api|v1|\.well-known|assets)(?:\/|$)/
/** `/wp-login.php` and `/x.js.map` are no pages either, whoever asks. */
const fileName = /\.[^/]*$/

/** Whether a person's browser asks for a page, rather than a program for an address that is not there. */
export function wantsPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0]!
  return (
    (method === 'GET' || method === 'HEAD') &&
    Boolean(headers.accept?.includes('text/html')) &&
    !noPages.test(path) &&
    !fileName.test(path)
  )
}

/** The one page, which reads its own address. */
export function sendPage({ build }: Console, request: FastifyRequest, reply: FastifyReply) {
  if (!build) return sendMissingPage(reply)
  // A program that asks for the same address gets something else: caches must know.
  return serveFile(request, reply.headers(pageHeaders), build.page, { vary: 'Accept, Accept-Encoding' })
}
