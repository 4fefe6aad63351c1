import t from 'tap'
import { parseChatRequest } from '../chat-request.ts'
import { countTokens } from '../tokens.ts'
import { composeAnswer } from './compose.ts'

const parts = ['开场白', '事务层', '意义层', '行动引导']
const company = '陕西媄月商业艺术有限责任公司'
const user = (content: string) => ({ role: 'user', content })
const answer = (messages: object[], more: object = {}) =>
  composeAnswer(parseChatRequest({ messages, ...more }), 'lingzhi-demo')

for (const [language, question] of [
  ['Chinese', '好'],
  ['English', 'hi'],
] as const) {
  t.test(
    `a question in ${language} gets an answer in ${language}: four named parts, over 1,000 characters`,
    async (t) => {
      const { content, finishReason } = answer([user(question)])
      t.ok(content.length > 1000, `${content.length} characters`)
      const places = parts.map((part) => content.search(new RegExp(`^${part}`, 'm')))
      t.ok(places.every((place) => place >= 0))
      t.same(
        places,
        places.toSorted((a, b) => a - b),
        'in order',
      )
      t.notMatch(content, /^#/m, 'no headings: the default agent’s instructions ask for none')
      t.match(content, company)
      t.match(content, language === 'Chinese' ? '演示模型' : 'demo model')
      for (const setting of ['LLM_BASE_URL', 'LLM_API_KEY', 'LLM_MODEL']) t.match(content, setting)
      t.equal(finishReason, 'stop')
      t.equal(content.includes('你好'), language === 'Chinese')
    },
  )
}

t.test('a user who asks for brevity gets the four parts in fewer words', async (t) => {
  for (const question of [
    '请简短回答：什么是灵值',
    '说得简洁一点',
    'A brief answer please',
    'keep it short',
  ]) {
    const { content } = answer([user(question)])
    t.ok(content.length < 700, `${content.length} characters`)
    for (const part of [...parts, company]) t.match(content, part)
  }
  t.ok(answer([user('what is a shortcut?')]).content.length > 1000, 'a word that only begins like one')
})

t.test('the answer states what context reached the model', async (t) => {
  const system = { role: 'system', content: '你是灵值' }
  const earlier = [user('我叫小明'), { role: 'assistant', content: '你好小明' }]
  const { content } = answer([system, ...earlier, user('我叫什么？')])
  t.match(content, '> 我叫什么？')
  t.match(content, '带来了 2 条更早的消息')
  t.match(content, '「我叫小明」')
  t.match(answer([system, user('我叫什么？')]).content, '没有更早的内容')
  t.match(
    answer([user('I am Ann'), ...earlier.slice(1), user('Who am I?')]).content,
    'brought 2 earlier messages; the first thing you said in it was “I am Ann”',
  )
})

t.test('a long question of many lines is quoted on one line and cut', async (t) => {
  const { content } = answer([user(`第一行\n\n## 假标题\n${'长'.repeat(5000)}`)])
  t.match(content, '> 第一行 ## 假标题 长')
  t.ok(content.length < 3000)
})

t.test('the same request always gets the same answer', async (t) => {
  t.same(answer([user('再来一次')]), answer([user('再来一次')]))
})

t.test('content may come in parts', async (t) => {
  const content = [
    { type: 'text', text: '怎么' },
    { type: 'text', text: '签到？' },
  ]
  const text = answer([{ role: 'user', content }]).content
  t.match(text, '> 怎么签到？')
  t.match(text, '1、2、3、5、8、13、21、34')
})

t.test('reasoning comes if and only if thinking is requested, in any spelling', async (t) => {
  for (const on of [
    { thinking: { type: 'enabled' } },
    { thinking: 'enabled' },
    { enable_thinking: true },
    { reasoning_effort: 'low' },
  ]) {
    t.match(answer([user('你好')], on).reasoning, '你好', JSON.stringify(on))
  }
  for (const off of [
    {},
    { thinking: { type: 'disabled' } },
    { enable_thinking: false },
    { reasoning_effort: 'none' },
  ]) {
    t.equal(answer([user('你好')], off).reasoning, '', JSON.stringify(off))
  }
})

t.test('max_tokens bounds the content and shows in the finish reason', async (t) => {
  const cut = answer([user('你好')], { max_tokens: 40 })
  t.equal(cut.finishReason, 'length')
  t.ok(countTokens(cut.content) <= 40)
  t.ok(answer([user('你好')]).content.startsWith(cut.content))
  t.equal(answer([user('你好')], { max_completion_tokens: 4000 }).finishReason, 'stop')
})

t.test('a stop string ends the answer before it', async (t) => {
  const stopped = answer([user('你好')], { stop: ['意义层：', '事务层：'] })
  t.match(stopped.content, '开场白：')
  t.notMatch(stopped.content, '事务层：')
  t.equal(stopped.finishReason, 'stop')
})

t.test('a request for a conversation title gets a short one', async (t) => {
  const system = { role: 'system', content: '请为下面的对话起一个标题，不超过二十个字。' }
  t.equal(answer([system, user('怎样学好数学？')]).content, '怎样学好数学？')
  const question = user('Write a short title for this conversation.')
  t.equal(
    answer([user('Plan my week'), { role: 'assistant', content: 'ok' }, question]).content,
    'Plan my week',
  )
  const agent = { role: 'system', content: `每个部分要有标题。${'要求'.repeat(400)}对话标题` }
  t.ok(
    answer([agent, user('你好')]).content.length > 1000,
    'an agent prompt that speaks of titles asks for none',
  )
})

t.test('a required tool call has arguments that fit the schema of the tool', async (t) => {
  const parameters = {
    type: 'object',
    properties: {
      city: { type: 'string' },
      unit: { enum: ['C', 'F'] },
      days: { type: 'integer' },
      tags: { type: 'array', items: { type: 'boolean' } },
    },
  }
  const tools = [
    { type: 'function', function: { name: 'first' } },
    { type: 'function', function: { name: 'weather', parameters } },
  ]
  const named = answer([user('西安')], {
    tools,
    tool_choice: { type: 'function', function: { name: 'weather' } },
  })
  t.equal(named.finishReason, 'tool_calls')
  t.equal(named.content, '')
  t.equal(named.toolCall?.name, 'weather')
  t.same(JSON.parse(named.toolCall!.arguments), { city: '西安', unit: 'C', days: 1, tags: [true] })
  t.same(answer([user('x')], { tools, tool_choice: 'required' }).toolCall, { name: 'first', arguments: '{}' })
  t.equal(answer([user('x')], { tools, tool_choice: 'auto' }).toolCall, undefined)
  t.throws(() => answer([user('x')], { tool_choice: 'required' }), /not in tools/)
})

t.test(
  'an object that is demanded is valid under its schema, decides nothing, and says whose it is',
  async (t) => {
    const schema = {
      type: 'object',
      additionalProperties: false,
      required: ['scenario', 'met', 'note', 'items', 'share', 'page', 'kind', 'child'],
      properties: {
        scenario: { type: 'string', enum: ['a', 'b', 'none'] },
        met: { enum: ['yes', 'no', 'unsure'] },
        note: { type: 'string', maxLength: 9 },
        items: { type: 'array', minItems: 2, items: { $ref: '#/$defs/item' } },
        share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
        page: { type: 'integer', minimum: 3 },
        kind: { anyOf: [{ const: 'x' }, { const: 'y' }] },
        child: { type: ['object', 'null'], properties: { none: { type: 'array', maxItems: 0 } } },
      },
      $defs: { item: { type: 'object', properties: { id: { type: 'string', minLength: 3 } } } },
    }
    const response_format = { type: 'json_schema', json_schema: { name: 'x', schema } }
    const { content, finishReason } = answer([user('批改')], { response_format })
    t.equal(finishReason, 'stop')
    t.same(JSON.parse(content), {
      scenario: 'none',
      met: 'unsure',
      note: '演示模型：批改',
      items: [{ id: '演示模型：批改' }, { id: '演示模型：批改' }],
      share: 0.5,
      page: 3,
      kind: 'x',
      child: { none: [] },
    })
    t.match(answer([user('grade this')], { response_format }).content, 'Demo mode')
    t.equal(answer([user('任意')], { response_format: { type: 'json_object' } }).content, '{}')
    t.match(answer([user('你好')], { response_format: { type: 'text' } }).content, '演示模型')
  },
)
