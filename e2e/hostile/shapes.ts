const hidden = 'GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n'

const post = (headers: string, body: string) =>
  `POST /api/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`

/** Requests whose end two servers may see in different places; each hides another one behind that end. */
export const smugglingShapes: Record<string, string> = {
  'CL and TE': post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${hidden}`),
  'TE and CL': post('Transfer-Encoding: chunked\r\nContent-Length: 4', `0\r\n\r\n${hidden}`),
  'two different lengths': post('Content-Length: 0\r\nContent-Length: 44', hidden),
  'one length twice': post('Content-Length: 0\r\nContent-Length: 0', hidden),
  'a list of lengths': post('Content-Length: 0, 44', hidden),
  'a length with a sign': post('Content-Length: +0', hidden),
  'a negative length': post('Content-Length: -1', hidden),
  'a hexadecimal length': post('Content-Length: 0x2c', hidden),
  'a length with a point': post('Content-Length: 0.0', hidden),
  'a length beyond counting': post('Content-Length: 18446744073709551616', hidden),
  'an empty length': post('Content-Length: ', hidden),
  'a folded header': post('Transfer-Encoding:\r\n chunked', `0\r\n\r\n${hidden}`),
  'a folded length': post('Content-Length: 0\r\n 44', hidden),
  'a header folded at the start': post(' Transfer-Encoding: chunked', `0\r\n\r\n${hidden}`),
  'a space before the colon': post('Transfer-Encoding : chunked', `0\r\n\r\n${hidden}`),
  'a bare line feed': `POST /api/login HTTP/1.1\nHost: x\nContent-Length: 0\nTransfer-Encoding: chunked\n\n0\n\n${hidden}`,
  'a bare line feed in a header': post('X: 1\nTransfer-Encoding: chunked', `0\r\n\r\n${hidden}`),
  'a bare carriage return': post('X: 1\rTransfer-Encoding: chunked', hidden),
  'a null in a header': post('X: a\0b\r\nTransfer-Encoding: chunked', `0\r\n\r\n${hidden}`),
  'an unknown encoding': post('Transfer-Encoding: xchunked', `0\r\n\r\n${hidden}`),
  'chunked before another encoding': post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${hidden}`),
  'two encodings': post('Transfer-Encoding: identity\r\nTransfer-Encoding: cow', `0\r\n\r\n${hidden}`),
  'an encoding in quotes': post('Transfer-Encoding: "chunked"', `0\r\n\r\n${hidden}`),
  'a chunk size too long': post('Transfer-Encoding: chunked', `fffffffffffffffff\r\n${hidden}`),
  'a chunk size with a sign': post('Transfer-Encoding: chunked', `-1\r\n${hidden}`),
  'a chunk size with a prefix': post('Transfer-Encoding: chunked', `0x0\r\n\r\n${hidden}`),
  'a chunk size after a space': post('Transfer-Encoding: chunked', ` 0\r\n\r\n${hidden}`),
  'a chunk without its end': post('Transfer-Encoding: chunked', `1\r\naXX0\r\n\r\n${hidden}`),
  'a chunk line that ends bare': post('Transfer-Encoding: chunked', `0\n\n${hidden}`),
  'a chunk extension with a bare line feed': post('Transfer-Encoding: chunked', `0;a=\n\r\n\r\n${hidden}`),
  'a chunk extension with a bare carriage return': post(
    'Transfer-Encoding: chunked',
    `0;a=\rb\r\n\r\n${hidden}`,
  ),
  'chunks in HTTP/1.0': post('Transfer-Encoding: chunked', `0\r\n\r\n${hidden}`).replace('1.1', '1.0'),
  'two hosts': `GET /api/nothing HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n`,
  'no host': `GET /api/nothing HTTP/1.1\r\n\r\n${hidden}`,
  'another protocol': `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden}`,
  'a version of two digits': `GET /api/nothing HTTP/1.10\r\nHost: x\r\n\r\n${hidden}`,
  'a request line with a tab': `GET\t/api/nothing\tHTTP/1.1\r\nHost: x\r\n\r\n${hidden}`,
}

const long = 'a'.repeat(1_000_000)

/** Requests whose line or headers are a megabyte. */
export const hugeShapes: Record<string, string> = {
  'one header': `GET /api/agents HTTP/1.1\r\nHost: x\r\nX: ${long}\r\n\r\n`,
  'the name of a header': `GET /api/agents HTTP/1.1\r\nHost: x\r\n${long}: x\r\n\r\n`,
  'many headers': `GET /api/agents HTTP/1.1\r\nHost: x\r\n${'X: aaaaaaaaa\r\n'.repeat(70_000)}\r\n`,
  'a cookie': `GET /api/agents HTTP/1.1\r\nHost: x\r\nCookie: a=${long}\r\n\r\n`,
  'a token': `GET /api/agents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${long}\r\n\r\n`,
  'an address': `GET /api/agents?q=${long} HTTP/1.1\r\nHost: x\r\n\r\n`,
  'a chunk extension': post('Transfer-Encoding: chunked', `1;${long}\r\n{\r\n0\r\n\r\n`),
  'a trailer': post('Transfer-Encoding: chunked', `2\r\n{}\r\n0\r\nX: ${long}\r\n\r\n`),
}
