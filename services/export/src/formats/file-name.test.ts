import { attachment } from '@lingzhi/http/attachment'
import t from 'tap'
import { fileName } from './file-name.ts'

const name = (text: string) => fileName(text, 'json', 'none')

t.test('every title makes a name that every file system takes', async (t) => {
  t.equal(name('会话 一'), '会话 一.json')
  t.equal(name('a/b\\c:d*e?f"g<h>i|j'), 'a b c d e f g h i j.json')
  t.equal(name('../../etc/passwd'), 'etc passwd.json')
  t.equal(name('dots at the end...  '), 'dots at the end.json')
  t.equal(name('\u202egnp.\u200bexe\u0007'), 'gnp. exe.json')
  for (const reserved of ['CON', 'nul', 'com1', 'LPT9', 'aux.txt', 'COM²'])
    t.equal(name(reserved), `_${reserved}.json`)
  t.equal(name('console'), 'console.json')
  for (const empty of ['', ' . ', '???', '\u200b']) t.equal(name(empty), 'export.json')
})

t.test('a name fits into 255 bytes with room to spare, and no character is cut', async (t) => {
  const family = '👩‍👩‍👧‍👦'
  for (const char of ['字', family, 'a', '\ud800']) {
    const long = fileName(char.repeat(300), 'ndjson', 'zstd')
    t.ok(Buffer.byteLength(long) < 230, char)
    t.ok(long.isWellFormed())
  }
  t.equal(name(family.repeat(300)).replaceAll(family, ''), '.json')
})

t.test('Content-Disposition holds the true name and one in ASCII without path signs', async (t) => {
  const header = attachment('会话：a／b "c" 50%.json')
  const [, ascii, encoded] =
    /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w.%~-]+)$/.exec(header) ?? []
  t.notMatch(ascii, /[/\\:"%]/)
  t.equal(decodeURIComponent(encoded ?? ''), '会话：a／b "c" 50%.json')
  t.doesNotThrow(() => attachment('\ud800'))
})
