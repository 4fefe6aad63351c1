import t from 'tap'
import { failureOf, generator, scripted } from '../test-models.ts'
import { cleanWords, maskKeys } from './clean-words.ts'

const page = (title: string) =>
  `<html><head><title>${title}</title></head><body><center><h1>400</h1></center><hr>nginx upstream 10.0.0.7:8443</body></html>`

t.test(
  'people read no markup, inner address, path, key or broken bytes; the log has all of it but the key',
  async (t) => {
    const apiKey = 'sk-very-private-0123456789'
    const bodies: [body: unknown, told: string][] = [
      [page('400 Bad Request'), 'The model refused the request. 400 Bad Request'],
      [
        { detail: [{ loc: ['body', 'messages', 0, 'role'], msg: 'Input should be user', input: '秘密' }] },
        'messages.0.role: Input should be user',
      ],
      [
        {
          error: {
            message:
              'upstream http://10.1.2.3:8000/v1/x failed at model-3.svc.cluster.local:9000 in /usr/lib/python3/app.py',
          },
        },
        'upstream … failed at … in …',
      ],
      [
        { error: { message: 'refused by [fd00::1]:8000 and ::1, not std::vector' } },
        'refused by … and …, not std::vector',
      ],
      [{ error: { message: `bad \u0000 key ${apiKey} and Bearer abcdef123456` } }, 'bad key [key] and [key]'],
      [
        {
          error: {
            message:
              "1 validation error for Request: Value error, bad role [type=value_error, input_value={'messages': [{'role': 'system', 'content': '秘密'}]}, input_type=dict]",
          },
        },
        'Value error, bad role …',
      ],
      [{ error: { message: 'Unknown tool. input: {"messages":[{"content":"秘密"}]}' } }, 'Unknown tool. …'],
      [{ error: { message: 'cannot parse {"messages":[{"content":"秘密"}]}' } }, 'cannot parse …'],
      [{ error: { message: "Invalid value: 'x'. Use one of ['a', 'b']" } }, "Use one of ['a', 'b']"],
      ['\u001f\uFFFD\b\uFFFDVJ-*', 'The model refused the request.'],
      ['{"weird":1}', 'The model refused the request.'],
      ['Traceback (most recent call last):\n  File "x.py"', 'The model refused the request.'],
    ]
    const model = await scripted(t)
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_API_KEY: apiKey })
    for (const [body, told] of bodies) {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      model.enqueue([{ respond: { status: 422, contentType: 'text/html', body: text } }])
      const failure = await failureOf(generate())
      t.match(failure, { code: 'MODEL_REJECTED' })
      t.ok(failure.texts.en.endsWith(told), failure.texts.en)
      t.notMatch(failure.texts.zh, /<|10\.\d|秘密|sk-|\uFFFD/)
      t.notMatch(String(failure.options.cause), /sk-very/)
    }
    model.enqueue([{ respond: { status: 400, contentType: 'text/html', body: page('No') } }])
    t.match(String((await failureOf(generate())).options.cause), /10\.0\.0\.7:8443/, 'the log has the page')
  },
)

t.test('a key is masked in every form, but only when it is long enough to be one', async (t) => {
  const sentence = 'maximum context length is 4096 tokens'
  for (const short of ['k', 'demo', 'token', 'length']) t.equal(maskKeys(sentence, short), sentence)
  t.equal(maskKeys('the lm-studio key', 'lm-studio'), 'the [key] key')
  t.equal(maskKeys('mylm-studios', 'lm-studio'), 'mylm-studios', 'never inside a word')
  const key = 'abc/def+ghi=0123456789'
  for (const form of [key, encodeURIComponent(key), Buffer.from(key).toString('base64'), `x${key}x`])
    t.notMatch(maskKeys(`(${form})`, key), form)
  for (const form of [
    'sk-proj-abcdef123',
    'Bearer abc.def-123',
    'AIzaSyA12345678901234567890',
    'api_key=abcdefgh1',
    'eyJhbGciOi.abc.def',
  ])
    t.equal(maskKeys(`(${form})`, undefined), '([key])')
})

t.test('clean sentences stay as they are, and are bounded', async (t) => {
  for (const words of [
    '`temperature` 的取值范围是 0 到 1',
    'Use ratio 16:9, and/or retry at 12:30.',
    'm does not support 1.5.2',
  ])
    t.equal(cleanWords(words, {}), words)
  t.equal(cleanWords('x '.repeat(2_000), {})?.length, 300)
})

t.test('no host name is read by people, with a dot or without', async (t) => {
  const speaker = { address: 'http://vllm:8000/v1' }
  for (const [words, told] of [
    ['vllm refused the model', '… refused the model'],
    ['The server at VLLM:80 is busy (vllm).', 'The server at … is busy (…).'],
    ['vllm-2 is not vllm_x', 'vllm-2 is not vllm_x'],
    ['getaddrinfo ENOTFOUND inner', 'getaddrinfo ENOTFOUND …'],
    ['dial tcp: lookup inner-3 on 10.0.0.2:53: no such host', 'dial tcp: lookup … on …: no such host'],
    ["HTTPConnectionPool(host='inner', port=80): no", 'HTTPConnectionPool(host=…, port=80): no'],
    ['Could not resolve host: inner', 'Could not resolve host: …'],
    ["Failed to resolve 'inner' ([Errno -2])", 'Failed to resolve … ([Errno -2])'],
    ['host not found in upstream "inner"', 'host not found in upstream …'],
    ['Failed to connect to inner port 80', 'Failed to connect to … port 80'],
    ['Cannot connect to host inner:80 ssl', 'Cannot connect to host … ssl'],
  ] as const)
    t.equal(cleanWords(words, speaker), told)
  t.equal(cleanWords('api.deep.example says no', { address: 'https://api.deep.example/v1' }), '… says no')
})
