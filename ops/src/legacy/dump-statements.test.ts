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
})

t.test('what the program sqlite3 writes is read as it means it', async (t) => {
  const dump = String.raw`PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "users" (id integer primary key, -- the key, (one)
  [user name] text /* its ) owner's */ default ';', blobby blob, n real);
INSERT INTO users VALUES(1,'it''s C:\new',X'e781b5',1.5e+200);
INSERT INTO users VALUES(2,replace(replace('a\r\nb','\r',char(13)),'\n',char(10)),NULL,-0.1);
INSERT INTO users VALUES(3,unistr('一\u000a\ud83d\ude00\\'),X'',9.0e+999);
INSERT INTO users VALUES(4,'two
lines',X'ff',1);
CREATE TABLE log(t);
CREATE TRIGGER tr AFTER INSERT ON users BEGIN
  INSERT INTO log VALUES('it''s; END;');
INSERT INTO users VALUES(98,'evil',NULL,1);
END;
CREATE INDEX i ON users(n); -- INSERT INTO users VALUES(99,'evil',NULL,1);
INSERT INTO users VALUES(5,'last',NULL,1);
COMMIT;
`
  for (const size of [1_000_000, 1, 7]) {
    const found = read(dump, size)
    t.same(found[0], { kind: 'table', table: 'users', columns: ['id', 'user name', 'blobby', 'n'], line: 3 })
    t.same(
      found.flatMap((one) => (one.kind === 'row' ? [one.values] : [])),
      [
        [1, "it's C:\\new", '灵', 1.5e200],
        [2, 'a\r\nb', null, -0.1],
        [3, '一\n😀\\', '', Infinity],
        [4, 'two\nlines', Buffer.from([0xff]), 1],
        [5, 'last', null, 1],
      ],
    )
    t.equal(found.at(-1)?.line, 16)
    t.notOk(found.some(({ kind }) => kind === 'garbled'))
  }
  t.match(read(dump.replace('COMMIT;', '')).at(-1), {
    kind: 'garbled',
    reason: /before its dump is complete/,
  })
  t.throws(() => read(dump.replace('COMMIT;', 'ROLLBACK; -- due to errors')), /could not read all/)
})

t.test(
  'the bodies of triggers and routines are no rows, and a dump that stops between two statements is told',
  async (t) => {
    const dump = String.raw`/*M!999999\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11
CREATE TABLE t (a int);
INSERT INTO t VALUES
(1),
(2);
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER x AFTER INSERT ON t FOR EACH ROW begin
/* a note */ INSERT INTO t VALUES (97);
INSERT INTO t VALUES (98);
end */;;
CREATE PROCEDURE p() begin
INSERT INTO t VALUES (99);
END ;;
DELIMITER ;
INSERT INTO t VALUES (3);
-- Dump completed on 2026-03-01
`
    for (const size of [1_000_000, 1, 7]) {
      t.same(valuesOf(dump), [[1], [2], [3]])
      t.notOk(read(dump, size).some(({ kind }) => kind === 'garbled'))
      t.match(read(dump.slice(0, dump.indexOf('-- Dump')), size).at(-1), { kind: 'garbled', line: 17 })
    }
  },
)
