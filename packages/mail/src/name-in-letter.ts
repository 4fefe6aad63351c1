/** What mail programs would make a link of, what stands for one, and what would begin a line of its own. */
const suspicious = /[/:@\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\w\.\w|[，,。;；!！]/u
const lengthMax = 40

/**
 * A name that somebody chose, as it may stand in a letter: empty when it could be taken for more than a name, such as a link or
 * a sentence of the platform's own. Anybody may enter a stranger's address beside a name of their making.
 */
export const nameInLetter = (name: string): string =>
  name.length > lengthMax || suspicious.test(name) ? '' : name
