import type { Transcript } from './transcript.ts'
import { delta, done, message, stop, texts, whole } from './transcript.ts'

const split = { reasoning: '先想一想，再想想', content: '答案是四。' }
const marked = (open: string, close: string): Transcript => ({
  body: `${texts(`${open}\n先想一想`, '，再', `想\n${close}`, '\n\n答案是四。')}${stop}${done}`,
  reasoning: '先想一想，再想',
  content: '答案是四。',
})

export const thoughtTranscripts: Record<string, Transcript> = {
  'characters that cannot be seen before the first mark': {
    body: texts('\u200b\ufeff<thi', 'nk>先想</think>', '答案。') + stop + done,
    reasoning: '先想',
    content: '答案。',
  },
  "MedGemma's marks": {
    body: texts('<unused94>tho', 'ught\n先想<unused', '95>答案。') + stop + done,
    reasoning: '先想',
    content: '答案。',
  },
  "Pangu's marks": {
    body: texts('[unused', '16]先想[unused17]', '答案。') + stop + done,
    reasoning: '先想',
    content: '答案。',
  },
  "Apertus's marks": {
    body: texts('<|inner_pre', 'fix|>先想<|inner_suf', 'fix|>', '答案。') + stop + done,
    reasoning: '先想',
    content: '答案。',
  },
  'thoughts in tags, cut anywhere': {
    body: texts('<thi', 'nk>\n先想一想', '，再', '想想\n</th', 'ink>\n\n', '答案是四。') + stop + done,
    ...split,
  },
  ...Object.fromEntries(
    [
      ['<thinking>', '</thinking>'],
      ['<thought>', '</thought>'],
      ['<reasoning>', '</reasoning>'],
      ['[THINK]', '[/THINK]'],
      ['◁think▷', '◁/think▷'],
      ['<seed:think>', '</seed:think>'],
      ['\n<|begin_of_thought|>', '<|end_of_thought|>'],
      ['<|START_THINKING|>', '<|END_THINKING|>'],
      ['<|channel>thought', '<channel|>'],
      ['<think >', '</think >'],
      ['<think\n>', '</think\n>'],
      ['< think >', '</ think>'],
      ['<think type="deep">', '</think>'],
      ['<THINK>', '</Think>'],
      ['<|think|>', '<|/think|>'],
      ['<|think|>', '</think>'],
      ['<think>', '</thinking>'],
      ['<thinking>', '</think>'],
      ['<think>', '</thought>'],
      ['<think>\n<think>', '</think>'],
      ['<think>', '</think>\n</think>'],
      ['<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
      ['<|channel|>analysis<|message|>', '<|start|>assistant<|channel|>final<|message|>'],
      ['<|channel|>analysis<|message|>', '<|end|><|channel|>final <|constrain|>json<|message|>'],
      ['', '<|end|><|start|>assistant<|channel|>final<|message|>'],
      ['analysis', 'assistantfinal'],
      ['', '</think>'],
      ['', '</think >'],
      ['', '◁/think▷'],
      ['', '[/THINK]'],
    ].map(([open = '', close = '']) => [`thoughts between ${open} and ${close}`, marked(open, close)]),
  ),
  'thoughts inside thoughts': {
    body: texts('<think>先想<think>再想</think>', '又想</think>答案是四。') + stop,
    reasoning: '先想再想又想',
    content: '答案是四。',
  },
  'other thoughts inside thoughts': {
    body: texts('<think>先想<thinking>再想</thinking>又想</think>\n答案是四。') + stop,
    reasoning: '先想再想又想',
    content: '答案是四。',
  },
  'a beginning in thoughts that has no end': {
    body: texts('<think>写 <think> 标签', '</think>', '答案是四。') + stop,
    reasoning: '写  标签',
    content: '答案是四。',
  },
  'thoughts that speak of their own end': {
    body: texts('<think>怎么写 `</think>`', '？“</think>”？', '</think>写作 `</think>`。') + stop,
    reasoning: '怎么写 `</think>`？“</think>”？',
    content: '写作 `</think>`。',
  },
  'an end of thoughts in a code block of thoughts': {
    body: texts('<think>例：\n```\n</think>\n```\n想完</think>答案是四。') + stop,
    reasoning: '例：\n```\n</think>\n```\n想完',
    content: '答案是四。',
  },
  'a code block of thoughts that has no end': {
    body: texts('<think>例：\n```\n想</think>\n答案是四。') + stop,
    reasoning: '例：\n```\n想</think>',
    content: '答案是四。',
  },
  'all channels of gpt-oss': {
    body:
      texts(
        '<|channel|>analysis<|message|>先想<|end|><|start|>assistant<|channel|>analysis<|message|>再想<|end|>',
        '<|start|>assistant<|channel|>commentary<|message|>查一下<|end|><|start|>assistant<|channel|>final',
        '<|message|>答案是四。<|return|>',
      ) + stop,
    reasoning: '先想\n\n再想\n\n查一下',
    content: '答案是四。',
  },
  'the final channel of gpt-oss alone': {
    body: texts('<|channel|>final<|message|>答案是四。', '<|return|>') + stop,
    content: '答案是四。',
  },
  ...Object.fromEntries(
    [
      { thought: true },
      { is_thought: true },
      { extra_content: { google: { thought: true } } },
      { phase: 'thinking' },
      { type: 'thinking' },
    ].map((flag) => [
      `thoughts that say so: ${JSON.stringify(flag)}`,
      {
        body:
          delta({ content: '先想', ...flag }) + delta({ content: '再想', ...flag }) + texts('四。') + stop,
        reasoning: '先想再想',
        content: '四。',
      },
    ]),
  ),
  'thoughts that say so, in marks as well': {
    body:
      ['<tho', 'ught>先想', '再想']
        .map((content) => delta({ content, extra_content: { google: { thought: true } } }))
        .join('') +
      texts('</thought>', '四。') +
      stop,
    reasoning: '先想再想',
    content: '四。',
  },
  ...Object.fromEntries(
    [
      { type: 'text', text: '先想', thought: true },
      { type: 'thinking', thinking: '先想', signature: 's' },
      { type: 'thinking_delta', thinking: '先想' },
      { type: 'thinking', thinking: [{ type: 'text', text: '先想' }], closed: true },
      { type: 'reasoning', summary: [{ type: 'summary_text', text: '先想' }] },
      { type: 'thought', text: '先想' },
    ].map((part) => [
      `a part that is thoughts: ${JSON.stringify(part)}`,
      {
        body: delta({ content: [part] }) + delta({ content: [{ type: 'text', text: '四。' }] }) + stop,
        reasoning: '先想',
        content: '四。',
      },
    ]),
  ),
  ...Object.fromEntries(
    [
      { reasoning_text: '先想' },
      { thinking_blocks: [{ type: 'thinking', thinking: '先想' }] },
      { thoughts: '先想' },
      { thought: '先想' },
      { reasoning: { content: '先想' } },
      { reasoning_content: '<think>先想</think>' },
    ].map((members) => [
      `thoughts under another name: ${JSON.stringify(members)}`,
      { body: delta(members) + texts('四。') + stop, reasoning: '先想', content: '四。' },
    ]),
  ),
  'an end of thoughts in the middle of a sentence is text': {
    body: texts('结尾写 </thi', 'nk> 即可', '，再写一个 </think>，就好。') + stop,
    content: '结尾写 </think> 即可，再写一个 </think>，就好。',
  },
  'both tags in the middle of an answer are text': {
    body: texts('用 <think> 开头，', '</think>\n结尾。') + stop,
    content: '用 <think> 开头，</think>\n结尾。',
  },
  'marks of gpt-oss in the middle of an answer are text': {
    body: texts('标记是 <|channel|>final<|mess', 'age|>。') + stop,
    content: '标记是 <|channel|>final<|message|>。',
  },
  'thoughts in a whole message': {
    body: whole({ content: '<think>先想一想，再想想</think>答案是四。' }),
    ...split,
  },
  'thoughts whose beginning the template had': {
    body: texts('先想一想', '，再', '想想\n</th', 'ink>\n\n', '答案是四。') + stop + done,
    ...split,
  },
  'thoughts whose beginning the template had, in a whole message': {
    body: whole({ content: '先想一想，再想想\n</think>\n\n答案是四。' }),
    ...split,
  },
  'thoughts as a member, and in tags': {
    body:
      delta({ reasoning_content: split.reasoning }) +
      texts('<think>', split.reasoning, '</think>', '答案是四。') +
      stop,
    ...split,
  },
  'thoughts as a member, and in tags, side by side': {
    body:
      delta({ reasoning_content: '先想一想，', content: '<think>先想一想，' }) +
      delta({ reasoning_content: '再想想', content: '再想想</think>' }) +
      texts('答案是四。') +
      stop,
    ...split,
  },
  'thoughts in tags, and again in the closing message': {
    body:
      texts('<think>先想一想，再想想</think>', '答案', '是四。') +
      message({ content: '<think>先想一想，再想想</think>答案是四。', reasoning_content: split.reasoning }) +
      done,
    ...split,
  },
  'empty thoughts': {
    body: texts('<think>', '\n\n', '</think>\n\n', '答案是四。') + stop,
    content: '答案是四。',
  },
  'thoughts twice in a row': {
    body: texts('<think>先想</think>\n', '<think>再想</think>\n答案是四。') + stop,
    reasoning: '先想\n\n再想',
    content: '答案是四。',
  },
  'an end of thoughts alone, at the start': {
    body: texts('</think>\n\n', '答案是四。') + stop,
    content: '答案是四。',
  },
  'a tag in a code block is text': {
    body: texts('好的：\n```html\n<think>', '\n想</think>', '\n```\n完。') + stop,
    content: '好的：\n```html\n<think>\n想</think>\n```\n完。',
  },
  'an answer about a tag is text': {
    body: texts('`<think>` 是开头，`', '</think>` 是结尾，“</think>”也是。') + stop,
    content: '`<think>` 是开头，`</think>` 是结尾，“</think>”也是。',
  },
  'an end of thoughts in a code block is text': {
    body: texts('```\n</th', 'ink>\n```') + stop,
    content: '```\n</think>\n```',
  },
  'what only looks like a tag is text': { body: texts('<thi', 's> 不是') + stop, content: '<this> 不是' },
  'a beginning of a tag and nothing more is text': { body: texts('<thi') + stop, content: '<thi' },
  'thoughts cut by the limit': {
    body: texts('<think>先想一想，', '再想想') + delta({}, 'length') + done,
    reasoning: split.reasoning,
    content: '',
    finishReason: 'length',
  },
  'thoughts that never end': { body: texts('<think>先想') + stop + done, problem: 'MODEL_EMPTY_ANSWER' },
  'thoughts and no answer': {
    body: delta({ reasoning_content: '想' }) + stop + done,
    problem: 'MODEL_EMPTY_ANSWER',
  },
  'nothing at all': {
    body: delta({ role: 'assistant', content: '' }) + stop + done,
    problem: 'MODEL_EMPTY_ANSWER',
  },
  'only whitespace': { body: texts('\n', ' \u200b') + stop + done, problem: 'MODEL_EMPTY_ANSWER' },
  'content that is null, whole': { body: whole({ content: null }), problem: 'MODEL_EMPTY_ANSWER' },
}
