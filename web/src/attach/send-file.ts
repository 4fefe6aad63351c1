import type { components } from '@lingzhi/api-client'
import { ProblemError } from '@lingzhi/api-client'
import { toProblem } from '@lingzhi/api-client/problem-error'
import { api } from '../api/client.ts'
import { language } from '../text/language.ts'

/** Nothing sent and nothing heard for this long: the line is dead. */
const silenceMaxMs = 40_000

/**
 * Sends a file. Not by the client: only XMLHttpRequest tells how much of a body has gone. Throws a ProblemError when it is
 * refused, and a TypeError when there is no response.
 */
export async function sendFile(
  file: File,
  onSent: (part: number) => void,
  signal: AbortSignal,
): Promise<components['schemas']['UploadedFile']> {
  try {
    return await attempt(file, onSent, signal)
  } catch (error) {
    const expired = error instanceof ProblemError && error.status === 401
    if (!expired || !(await api.renew())) throw error
    return attempt(file, onSent, signal)
  }
}

function attempt(file: File, onSent: (part: number) => void, signal: AbortSignal) {
  return new Promise<components['schemas']['UploadedFile']>((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    let silence: ReturnType<typeof setTimeout>
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(() => request.abort(), silenceMaxMs)
    }
    const abort = () => request.abort()
    signal.addEventListener('abort', abort, { once: true })
    request.upload.onprogress = ({ loaded, total }) => {
      heard()
      onSent(loaded / Math.max(total, 1))
    }
    request.onload = () => {
      const body = read(request.responseText)
      if (request.status === 201) resolve((body as { data: components['schemas']['UploadedFile'] }).data)
      else reject(toProblem(request.status, body))
    }
    request.onerror = () => reject(new TypeError('no response'))
    request.onabort = () => reject(signal.aborted ? signal.reason : new TypeError('the line was silent'))
    request.onloadend = () => {
      clearTimeout(silence)
      signal.removeEventListener('abort', abort)
    }
    request.open('POST', '/api/v1/files/upload')
    request.setRequestHeader('accept-language', language())
    if (api.tokens) request.setRequestHeader('authorization', `Bearer ${api.tokens.access_token}`)
    const form = new FormData()
    form.append('file', file)
    heard()
    request.send(form)
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
