import type { Texts } from '@lingzhi/contracts/texts'

/** Why an answer is judged so: a code for programs, words for people. */
export const reasons = {
  same_text: { zh: '与标准答案写法相同', en: 'It is written as expected.' },
  same_value: { zh: '与标准答案的值相等', en: 'It has the expected value.' },
  same_choice: { zh: '与标准答案的选项相同', en: 'It names the expected choice.' },
  same_set: { zh: '与标准答案的解集相同', en: 'It is the expected set of solutions.' },
  same_relation: { zh: '与标准答案的等式等价', en: 'It says the same as the expected equation.' },
  within_tolerance: { zh: '在允许的误差之内', en: 'It is within the tolerance.' },
  listed: { zh: '属于列出的其他正确写法', en: 'It is one of the alternatives.' },
  unanswered: { zh: '未作答', en: 'There is no answer.' },
  other_value: { zh: '与标准答案的值不相等', en: 'It has another value.' },
  other_choice: { zh: '与标准答案的选项不同', en: 'It names another choice.' },
  other_set: { zh: '与标准答案的解集不同', en: 'It is another set of solutions.' },
  other_relation: { zh: '与标准答案的等式不等价', en: 'It says something else than the expected equation.' },
  not_listed: { zh: '不属于列出的正确写法', en: 'It is none of the answers that are listed.' },
  unit: { zh: '单位缺失或不符', en: 'The unit is missing or another.' },
  unreadable: { zh: '规则读不懂这个答案', en: 'The rules cannot read the answer.' },
  key_unreadable: { zh: '规则读不懂标准答案', en: 'The rules cannot read the expected answer.' },
  too_much: { zh: '太长或太复杂，规则不作判断', en: 'It is too long or too complex for the rules.' },
  ambiguous: {
    zh: '有不止一种读法，结论因读法而异',
    en: 'It can be read in several ways, and they do not agree.',
  },
  undefined: { zh: '没有意义或没有确定的值', en: 'It has no value.' },
  not_proved: {
    zh: '既不能证明相等，也不能证明不等',
    en: 'Neither equality nor a difference can be proved.',
  },
  other_form: {
    zh: '与标准答案的形式不同，不能直接比较',
    en: 'It has another form than the expected answer.',
  },
  other_letters: {
    zh: '使用了标准答案中没有的字母',
    en: 'It has letters that the expected answer does not have.',
  },
  letter_case: { zh: '只在字母大小写上不同', en: 'Only capital and small letters differ.' },
  approximate: { zh: '写的是近似值', en: 'It is given as an approximation.' },
  other_words: {
    zh: '文字与标准答案不同，需要理解其意思',
    en: 'The words are others; their meaning decides.',
  },
} as const satisfies Record<string, Texts>

export type ReasonCode = keyof typeof reasons
export type Result = 'equal' | 'different' | 'undecided'

/** A judgement without its words. */
export interface Verdict {
  result: Result
  code: ReasonCode
}

export const equal = (code: ReasonCode): Verdict => ({ result: 'equal', code })
export const different = (code: ReasonCode): Verdict => ({ result: 'different', code })
export const undecided = (code: ReasonCode): Verdict => ({ result: 'undecided', code })

/** What all readings agree on; undecided when they do not. */
export function agreement(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts
  if (!first) return undecided('unreadable')
  if (verdicts.every(({ result }) => result === first.result)) return first
  return (
    verdicts.find(({ result, code }) => result === 'undecided' && code !== 'not_proved') ??
    undecided('ambiguous')
  )
}
