/** What says nothing about a person: how the page looks on this device. */
const kept = ['lz.theme', 'lz.language']

/** Removes what the console keeps of a person in this browser, drafts above all. */
export function forgetDevice(storage: Storage): void {
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
  for (const name of names) if (name.startsWith('lz.') && !kept.includes(name)) storage.removeItem(name)
}
