import { unreadable } from './unreadable.ts'

/**
 * Decodes a response piece by piece: in the charset that its content type names, otherwise as UTF-8. Latin-1 and ASCII are
 * what servers name when nobody chose: their JSON is UTF-8. Raises MODEL_ERROR for bytes that are no text in the charset,
 * because half-readable text must not pass for an answer.
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
    const decoder = new TextDecoder(charset, { fatal: true })
    if (decoder.encoding !== 'windows-1252') return decoder
  } catch {
    // An unknown name.
  }
  return new TextDecoder('utf-8', { fatal: true })
}
