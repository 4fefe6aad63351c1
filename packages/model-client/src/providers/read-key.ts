const around = /^[\s"'`“”‘’<]+|[\s"'`“”‘’>;,]+$/gu

/**
 * An API key without what clings to it when it is pasted: spaces, line ends and quotes around it, invisible characters,
 * the name of a variable or a header, the word Bearer. Undefined when what is left cannot stand in a header: such a key
 * would fail at every call.
 */
export function readKey(pasted: string): string | undefined {
  const key = pasted
    .replace(/\p{Cf}/gu, '')
    .replace(around, '')
    .replace(
      /^(?:(?:export\s+)?[A-Z][A-Z\d_]*_(?:KEY|TOKEN)\s*=|(?:authorization|(?:x-)?api-key)\s*:)\s*/i,
      '',
    )
    .replace(around, '')
    .replace(/^Bearer\s+/i, '')
  return /^[\x20-\x7e]+$/.test(key) ? key : undefined
}

/** The fault of such a key, without any of it. */
export const keyFault = (setting: string) => ({
  zh: `${setting}：含有换行或非 ASCII 字符，密钥里不可能有，请重新复制`,
  en: `${setting}: holds a line break or characters outside ASCII, which no key can have; copy it again`,
})
