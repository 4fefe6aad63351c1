import t from 'tap'
import { DumpReader, type DumpStatement } from './dump-statements.ts'

/** What is read of a dump that comes in pieces of this many bytes. */
function read(text: string | Buffer, size = 1_000_000): DumpStatement[] {
  const bytes = Buffer.from(text)
  const reader = new DumpReader()
  const found: DumpStatement[] = []
  for (let at = 0; at < bytes.length; at += size) found.push(...reader.read(bytes.subarray(at, at + size)))
  found.push(...reader.read(undefined))
  return found
}
const valuesOf = (text: string | Buffer) =>
  read(text).flatMap((one) => (one.kind === 'row' ? [one.values] : []))

t.test('every escape and every kind of value is what it was', async (t) => {
  const row = String.raw`(NULL,0,-1,1.5,-2e3,18446744073709551615,'','a\'b''c\"d\\e\nf\rg\th\0i\Zj\%k\_l\x','灵值👩‍👩‍👧',_binary 'x',0xE781B5,x'414243',_utf8mb4'é',b'101',TRUE)`
  t.same(valuesOf(`INSERT INTO \`t\` VALUES ${row};\n`), [
    [
      null,
      0,
      -1,
      1.5,
      -2000,
      18446744073709551615n,
      '',
      "a'b'c\"d\\e\nf\rg\th\0i\x1aj\\%k\\_lx",
      '灵值👩‍👩‍👧',
      'x',
      '灵',
      'ABC',
      'é',
      5n,
      1,
    ],
  ])
})

t.test('a dump is the same however its bytes arrive', async (t) => {
  const dump =
    "CREATE TABLE `t` (\n  `id` int NOT NULL COMMENT 'a, ) `b` ; c',\n  `x y` enum('(',')') DEFAULT '(',\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB COMMENT=';';\n" +
    "/*!40101 SET NAMES utf8mb4 */;\nINSERT INTO `t` VALUES (1,'),(2'),\n(3,'灵值;');\nREPLACE INTO d.t (`id`, x) VALUES (4,'\\\\');\n"
  const whole = read(dump)
  t.match(whole, [
    { kind: 'table', table: 't', columns: ['id', 'x y'], line: 1 },
    { kind: 'row', values: [1, '),(2'], line: 7 },
    { kind: 'row', values: [3, '灵值;'], line: 8 },
    { kind: 'row', table: 't', columns: ['id', 'x'], values: [4, '\\'], line: 9 },
  ])
  for (const size of [1, 2, 3, 7, 64]) t.same(read(dump, size), whole, `${size} bytes at a time`)
})

t.test('what is garbled is told with its line, and never read as a row of its own', async (t) => {
  const evil = "INSERT INTO `users` VALUES (1,'evil');"
  const dump = `INSERT INTO \`t\` VALUES (1,'ok'),(2,wrong),(3,'${evil}');\nINSERT INTO \`t\` VALUES (4,'no end\n${evil.replace('users', 'u')}\nINSERT INTO \`t\` VALUES (5,'ok');\n`
  for (const size of [1_000_000, 1, 5]) {
    const found = read(dump, size)
    t.same(
      found.map((one) => [one.kind, one.table, one.line]),
      [
        ['row', 't', 1],
        ['garbled', 't', 1],
        ['garbled', 't', 2],
        ['row', 'u', 3],
        ['row', 't', 4],
      ],
      `${size} bytes at a time`,
    )
  }
})

t.test('a dump that ends in the middle keeps what is whole', async (t) => {
  t.match(read("INSERT INTO `t` VALUES (1,'a'),(2,'b"), [
    { kind: 'row', values: [1, 'a'] },
    { kind: 'garbled', reason: /ends in the middle/ },
  ])
  t.match(read("INSERT INTO `t` VALUES (1,'a')"), [{ kind: 'row' }, { kind: 'garbled' }])
})

t.test('bytes that are no UTF-8 stay bytes, and another charset is refused', async (t) => {
  const [row] = valuesOf(Buffer.from("INSERT INTO t VALUES ('\xff');\n", 'latin1'))
  t.ok(row?.[0] instanceof Uint8Array)
  t.throws(() => read('/*!40101 SET NAMES gbk */;\n'), { message: /utf8mb4/ })
  t.throws(() => read('PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n'), { message: /\.db file/ })
})
