import { language, useLanguage } from './language.ts'

type Texts = Record<string, string | ((...values: never[]) => string)>
type Widened<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] }

/**
 * The texts of one room, in both languages: a text that is missing in one, or takes other values there, does not compile.
 * Returns the hook that components use, and with `.now()` the same for code outside of them.
 */
export function defineText<const T extends Texts>(zh: T, en: Widened<NoInfer<T>>) {
  const both = { zh: zh as Widened<T>, en }
  const useText = () => both[useLanguage()]
  useText.now = () => both[language()]
  return useText
}
