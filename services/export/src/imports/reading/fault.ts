import type { Texts } from '@lingzhi/contracts/texts'

/** Where in a file something is: the line of a file of lines, else the byte; counted from 1 and from 0, as editors do. */
export interface Place {
  line?: number
  byte?: number
}

/** Why a file, or one conversation of it, is not imported. */
export interface Reason {
  code: string
  texts: Texts
  place: Place
}

/** The file as a whole cannot be imported. */
export class ImportFault extends Error {
  readonly reason: Reason

  constructor(code: string, texts: Texts, place: Place = {}) {
    super(texts.en)
    this.name = 'ImportFault'
    this.reason = { code, texts, place }
  }
}

/** A reason with its place, in one sentence a language. */
export const tellReason = ({ texts, place }: Reason): Texts => ({
  zh: `${texts.zh}${placeText(place, '（第 ', ' 行）', '（第 ', ' 字节处）')}`,
  en: `${texts.en}${placeText(place, ' (line ', ')', ' (byte ', ')')}`,
})

const placeText = ({ line, byte }: Place, l: string, lEnd: string, b: string, bEnd: string) =>
  line !== undefined ? `${l}${line}${lEnd}` : byte !== undefined ? `${b}${byte}${bEnd}` : ''

export const notJson = (place: Place) =>
  new ImportFault('NOT_JSON', { zh: '文件不是有效的 JSON', en: 'The file is not valid JSON.' }, place)

export const cutOff = (place: Place) =>
  new ImportFault(
    'CUT_OFF',
    { zh: '文件不完整：在中途结束', en: 'The file is not whole: it ends in the middle.' },
    place,
  )

export const notUtf8 = (place: Place) =>
  new ImportFault(
    'NOT_UTF8',
    { zh: '文件不是 UTF-8 编码，请另存为 UTF-8', en: 'The file is not UTF-8. Save it as UTF-8.' },
    place,
  )

export const tooDeep = (place: Place) =>
  new ImportFault('TOO_DEEP', { zh: '文件嵌套过深', en: 'The file is nested too deeply.' }, place)

export const tooLarge = (place: Place) =>
  new ImportFault(
    'TOO_LARGE',
    { zh: '此处的内容过大，无法导入', en: 'What stands here is too large to be imported.' },
    place,
  )

export const unknownFormat = () =>
  new ImportFault('UNKNOWN_FORMAT', {
    zh: '无法识别此文件：支持的格式见帮助文档',
    en: 'This is no file that can be imported: docs/import.md lists those that can.',
  })
