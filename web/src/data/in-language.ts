import type { Language } from '../text/language.ts'

/** Of a sentence that the platform stored in both languages, Chinese before English, the one of the page. */
export function inLanguage(text: string, language: Language): string {
  const [, zh, en] = /^(.*[\u3000-\u9fff\uff00-\uffef])\s*([\x20-\x7e]+)$/s.exec(text) ?? []
  if (!zh || !en || !/[A-Za-z]/.test(en)) return text
  return language === 'zh' ? zh : en
}
