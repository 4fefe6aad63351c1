import { unreadable } from './unreadable.ts'

/**
 * Decodes a response piece by piece: in the charset that its content type names, otherwise as UTF-8. Raises MODEL_ERROR
 * for bytes that are no text in it, because half-readable text must not pass for an answer.
 */
export function decodeText(contentType: string | null | undefined) {
  const decoder = decoderOf(/charset\s*=\s*["']?([\w-]+)/i.exec(contentType ?? '')?.[1])
  return {
    push(bytes: Buffer): string {
      try {
        return decoder.decode(bytes, { stream: true })
      } catch {
        throw unreadable(`the response is not valid ${decoder.encoding}`)
      }
    },
  }
}

function decoderOf(charset = 'utf-8') {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch {
    return new TextDecoder('utf-8', { fatal: true })
  }
}
