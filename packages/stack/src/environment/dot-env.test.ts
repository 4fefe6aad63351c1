import t from 'tap'
import { parseDotEnv, readDotEnv, withDotEnv } from './dot-env.ts'
import { unknownNames } from './unknown-names.ts'

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
  const known = new Set(['LLM_API_KEY', 'LLM_MODEL', 'TIMEZONE', 'PORT'])
  const file = parseDotEnv(
    '\uFEFFPORT=1\n\nexport LLM_APIKEY="hush"\nTIMEZOEN=hush\nllm_model=hush\nSOMETHING_ELSE=hush\n',
  )
  const sentences = unknownNames(file, known)
  t.same(sentences, [
    '.env, line 3: there is no setting LLM_APIKEY; did you mean LLM_API_KEY?',
    '.env, line 4: there is no setting TIMEZOEN; did you mean TIMEZONE?',
    '.env, line 5: there is no setting llm_model; did you mean LLM_MODEL?',
    '.env, line 6: there is no setting SOMETHING_ELSE; docs/settings.md lists the settings.',
  ])
  t.notMatch(sentences.join(), /hush/)
})
