/**
 * An API key without what clings to it when it is pasted: spaces, line ends and quotes around it, invisible characters,
 * the word Bearer. Undefined when what is left cannot stand in a header: such a key would fail at every call.
 */
export function readKey(pasted: string): string | undefined {
  const key = pasted
    .replace(/\p{Cf}/gu, '')
    .replace(/^[\s"'`“”‘’]+|[\s"'`“”‘’]+$/gu, '')
    .replace(/^Bearer\s+/i, '')
  return /^[\x20-\x7e]+$/.test(key) ? key : undefined
}

/** The fault of such a key, without any of it. */
export const keyFault = (setting: string): string =>
  `${setting}: holds a line break or characters outside ASCII, which no key can have; copy it again`
