import t from 'tap'
import { parseDotEnv, readDotEnv, withDotEnv } from './dot-env.ts'
import { unknownNames, unknownVariables } from './unknown-names.ts'

t.test('a file is read in every common notation', async (t) => {
  const text = [
    '\uFEFFFIRST=1',
    '# a comment',
    'export EXPORTED=yes',
    'DOUBLE="two\\nlines" # and a comment',
    "SINGLE='as \\n it is'",
    'EMPTY=',
    '  SPACED = around ',
    'URL=postgres://a:b@c/d?e=f',
  ].join('\r\n')
  t.same(parseDotEnv(text).values, {
    FIRST: '1',
    EXPORTED: 'yes',
    DOUBLE: 'two\nlines',
    SINGLE: 'as \\n it is',
    EMPTY: '',
    SPACED: 'around',
    URL: 'postgres://a:b@c/d?e=f',
  })
})

t.test('what editors, chats and word processors make of a line is read as it was meant', async (t) => {
  const { values, notes } = parseDotEnv(
    [
      '\u200bLLM_BASE_URL＝http://127.0.0.1:9/v1\u00a0',
      '\u00a0LLM_API_KEY\u00a0=\u2060sk-1\u200b',
      'LLM_MODEL: qwen',
      'SMART=“in quotes” # note',
      'SINGLE=‘it’',
      'TAB\t=\ttabbed\t',
      'HASH=p#rd  # a comment',
      'ONLY=# a comment',
      '$env:FROM_POWERSHELL = "ps"',
      'set FROM_CMD=cmd',
      '"QUOTED_NAME"="1"',
      'ＷＩＤＥ＿ＮＡＭＥ=wide',
      'TICKS=`a "b" c`',
      "JSON='[",
      '  {"name": "A=B"}',
      "]'",
      'APOSTROPHE=it\'s "so"',
      'OPEN="never closed',
      'LAST=without a line end',
    ].join('\r'),
  )
  t.same(values, {
    LLM_BASE_URL: 'http://127.0.0.1:9/v1',
    LLM_API_KEY: 'sk-1',
    LLM_MODEL: 'qwen',
    SMART: 'in quotes',
    SINGLE: 'it',
    TAB: 'tabbed',
    HASH: 'p#rd',
    ONLY: '',
    FROM_POWERSHELL: 'ps',
    FROM_CMD: 'cmd',
    QUOTED_NAME: '1',
    WIDE_NAME: 'wide',
    TICKS: 'a "b" c',
    JSON: '[\n  {"name": "A=B"}\n]',
    APOSTROPHE: 'it\'s "so"',
    OPEN: '"never closed',
    LAST: 'without a line end',
  })
  t.same(notes, [])
})

t.test('a file is read in the encodings that Windows writes', async (t) => {
  const text = '# 模型\r\nLLM_MODEL=qwen # 模型\r\n'
  const files = {
    utf8: Buffer.from(`\ufeff${text}`),
    'utf16le-marked': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'utf16be-marked': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
    'utf16le-ascii': Buffer.from('LLM_MODEL=qwen', 'utf16le'),
    'utf16be-ascii': Buffer.from('LLM_MODEL=qwen', 'utf16le').swap16(),
    // "# 模型" in GBK.
    gbk: Buffer.concat([
      Buffer.from([0x23, 0x20, 0xc4, 0xa3, 0xd0, 0xcd]),
      Buffer.from('\r\nLLM_MODEL=qwen\r\n'),
    ]),
  }
  const folder = t.testdir(files)
  for (const name of Object.keys(files))
    t.same(readDotEnv(`${folder}/${name}`).values, { LLM_MODEL: 'qwen' }, name)
})

t.test(
  'a line that cannot be read is named, and so is a name that is set twice; never a value',
  async (t) => {
    const { values, notes } = parseDotEnv(
      'LLM_API_KEY hush\nhttps://hush\nA=hush1\nexport B\n=hush\nA=hush2\nOPEN="hush\nPORT=8080\nEND="hush\n',
    )
    const cannot = 'cannot be read: a line is NAME=value, or a comment after #.'
    t.same(notes, [
      `.env, line 1 ${cannot}`,
      `.env, line 2 ${cannot}`,
      `.env, line 4 ${cannot}`,
      `.env, line 5 ${cannot}`,
      '.env, line 6 sets A again: it wins over line 3.',
      '.env, line 7: the quote that opens OPEN closes at line 9 only.',
    ])
    t.equal(values.A, 'hush2')
  },
)

t.test('the shell wins, even with nothing; no file is an empty one; a folder is a fault', async (t) => {
  t.match(withDotEnv({ A: 'shell', B: '' }, parseDotEnv('A=file\nB=file\nC=file')), {
    A: 'shell',
    B: '',
    C: 'file',
  })
  t.same(readDotEnv(`${t.testdirName}/none`).values, {})
  t.throws(() => readDotEnv(t.testdir({})), { name: 'Fault' })
})

t.test('a misspelt name is reported with its line and the right one, never with its value', async (t) => {
  const known = new Set(['LLM_API_KEY', 'LLM_MODEL', 'TIMEZONE', 'PORT', 'SMTP_HOST', 'SMTP_PASSWORD'])
  const file = parseDotEnv(
    '\uFEFFPORT=1\n\nexport LLM_APIKEY="hush"\nTIMEZOEN=hush\nllm_model=hush\nSOMETHING_ELSE=hush\nSMTP_PASS=hush\n',
  )
  const sentences = unknownNames(file, known)
  t.same(sentences, [
    '.env, line 3: there is no setting LLM_APIKEY; did you mean LLM_API_KEY?',
    '.env, line 4: there is no setting TIMEZOEN; did you mean TIMEZONE?',
    '.env, line 5: there is no setting llm_model; did you mean LLM_MODEL?',
    '.env, line 6: there is no setting SOMETHING_ELSE; docs/settings.md lists the settings.',
    '.env, line 7: there is no setting SMTP_PASS; did you mean SMTP_PASSWORD?',
  ])
  t.notMatch(sentences.join(), /hush/)
})

t.test('a misspelt setting of the model is told from the shell as well', async (t) => {
  const known = new Set(['LLM_MODEL'])
  t.same(unknownVariables({ LLM_MODLE: 'hush', LLM_MODEL: 'x', PATH: 'y' }, known), [
    'There is no setting LLM_MODLE; did you mean LLM_MODEL?',
  ])
})

t.test('a file that is no text is refused as a whole, and so is a link that leads nowhere', async (t) => {
  const text = 'PORT=9000\n'
  const utf32 = Buffer.from(Uint32Array.from(`\ufeff${text}`, (one) => one.charCodeAt(0)).buffer)
  const folder = t.testdir({
    utf32,
    zeros: Buffer.alloc(4096),
    'torn-at-a-power-cut': Buffer.concat([Buffer.from(text), Buffer.alloc(512)]),
    link: t.fixture('symlink', 'nowhere'),
    directory: {},
  })
  for (const name of ['utf32', 'zeros', 'torn-at-a-power-cut'])
    t.throws(
      () => readDotEnv(`${folder}/${name}`),
      { name: 'Fault', message: /is no text in UTF-8 or UTF-16: save it as UTF-8, or remove it/ },
      name,
    )
  t.throws(() => readDotEnv(`${folder}/link`), { name: 'Fault', message: /link is a link .* is not there/ })
  t.throws(() => readDotEnv(`${folder}/directory`), {
    name: 'Fault',
    message: /directory is a folder, and has to be a file/,
  })
})

t.test('a name that begins as settings do is never taken for one that begins otherwise', async (t) => {
  const known = new Set(['SEND_TIMEOUT_MS', 'LLM_TOTAL_TIMEOUT_MS', 'LLM_MODEL', 'PORT'])
  t.same(unknownVariables({ LLM_TIMEOUT_MS: '1' }, known), [
    'There is no setting LLM_TIMEOUT_MS; docs/settings.md lists the settings.',
  ])
})
