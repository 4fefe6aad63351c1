import { withoutMarks } from '@lingzhi/contracts/invisible'

/**
 * What pupils write to whoever gives the marks, in Chinese and English, without blanks. It errs towards suspicion: the price is that a
 * person looks.
 */
const patterns: readonly RegExp[] = [
  /满分|滿分|(给|給|打|判|评|評|算)(我|这|這|本)?(题|題|道题)?(个|個)?(全|高|滿|满|一百|100|\d{1,3})?分(?!钟|鐘|之|式|数|母|子|米|析|别|解|为|成)/u,
  /(忽略|无视|無視|忘记|忘掉|不要理会|不用管)(以上|之前|上面|前面|所有|上述|一切|你的|任何|评分|評分|规则|指令)/u,
  /(评分|評分|打分|判分|批改|阅卷|閱卷)(标准|標準|规则|規則|老师|系统|模型|员|助手|时|要求|说明)/u,
  /(请|必须|应当|应该|直接|务必|请你)(判|算|视|当|看作|标记|标|认定)(为|作|成)?(正确|全对|对|满足|通过)/u,
  /你(现在)?是(一个|一名)?(老师|ai|人工智能|模型|助手|批改|阅卷|评分)|(系统|开发者|管理员)(提示|消息|指令|命令|要求)/u,
  /(每|所有|全部)(一)?(条|项|个)?(评分)?(标准|准则|要点)(都|均|全)?(已)?(满足|达到|符合|成立)/u,
  /(full|maximum|perfect|all|top|highest)(the)?(marks?|scores?|points?|credits?|grades?)/,
  /(ignore|disregard|forget|override|bypass)(all|any|the|your|my|every|previous|prior|above|earlier|these|those|instructions?|rules?)/,
  /(grader|examiner|marker|evaluator|rubric|gradingcriteri|markingscheme|systemprompt|languagemodel|asanai|youareanai|youareagrader|chatgpt|instructionstothe)/,
  /(give|award|grant|assign)(me|this|the|it|full|all|\d+)?(the)?(answer|response|student|pupil)?(full|all|maximum|\d+)?(marks?|points?|credits?|scores?|an?a\+?\b)/,
  /(mark|grade|score|count|treat|accept|judge)(this|it|me|my|the)(answer|response|work|essay)?(as|is)?(correct|right|full|met|true|passed|10|100)/,
  /(must|should|please|always)(be)?(marked|graded|scored|judged|accepted|respond|reply|output|return)(as|with|correct|right|met|yes)?/,
  /["'“]?(met|quote|criteria|criterion|verdict|score|points)["'”]?[:：=]["'“]?(yes|no|true|met|\d|\[|\{)/,
  /(schema)?learning_(grade|transcription)|schemalearning|<\/?(system|assistant|user|instructions?)>|\[(system|inst)\]|^(system|assistant)[:：]/m,
]

/** Whether an answer speaks to whoever marks it instead of answering. */
export function isSuspicious(text: string): boolean {
  const plain = withoutMarks(text.normalize('NFKC')).toLowerCase()
  const joined = plain.replace(/[\s，。！？、；：…·*_~|「」『』《》()\-.,!?;/\\]+/gu, '')
  return patterns.some((pattern) => pattern.test(joined) || pattern.test(plain.replace(/\s+/g, '')))
}
