/** Passes text on without cutting a character in two, as providers do; half a character is none. */
export function keepPairs() {
  let high = ''
  return (text: string, ended: boolean): string => {
    const all = high + text
    if (all === '') return ''
    const last = all.charCodeAt(all.length - 1)
    high = !ended && last >= 0xd800 && last <= 0xdbff ? all.slice(-1) : ''
    return (high === '' ? all : all.slice(0, -1)).toWellFormed()
  }
}
