type Key = Pick<KeyboardEvent, 'key' | 'isComposing' | 'keyCode' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

const setting = 'lz.enter'

/**
 * Whether this key sends what is written. Never while Chinese is being composed: Safari ends the composition before it tells
 * the key, and gives it away by the code 229. On a device without a real keyboard Enter makes a line; `lz.enter` swaps it.
 */
export function sends(key: Key, breaksLines = enterBreaksLines()): boolean {
  if (key.key !== 'Enter' || key.isComposing || key.keyCode === 229 || key.altKey) return false
  if (key.ctrlKey || key.metaKey) return true
  return !key.shiftKey && !breaksLines
}

function enterBreaksLines(): boolean {
  const chosen = localStorage.getItem(setting)
  return chosen ? chosen === 'newline' : !matchMedia('(pointer: fine)').matches
}
