/** The first minutes of a front-end developer: the document's description begins with it, and so does the page. */
export const startHere = `## Start here

Register, ask, stream, resume. Copy the lines into a shell.

\`\`\`sh
URL=http://127.0.0.1:8080
# 1. Register (later: /api/login) and keep the token.
TOKEN=$(curl -s $URL/api/register -H 'Content-Type: application/json' \\
  -d '{"username":"lin'$RANDOM'","password":"correct horse battery"}' | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')
# 2. Ask, and get the whole answer.
curl -s $URL/api/chat -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"message":"你好"}'; echo
# 3. Ask, and watch the answer come.
curl -sN $URL/api/chat-stream -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"message":"介绍一下你自己"}' | tee stream.txt
# 4. Read it again, after the third event: as a page does after a reload.
REPLY=$(sed -nE 's/.*"reply_id":"([^"]+)".*/\\1/p' stream.txt | head -1)
LAST=$(sed -nE 's/^id: //p' stream.txt | sed -n 3p)
curl -sN $URL/api/chat-stream/$REPLY -H "Authorization: Bearer $TOKEN" -H "Last-Event-ID: $LAST"
\`\`\`

A whole page that does this in a browser, and more: docs/front-ends.md in the repository. TypeScript: packages/api-client.
Calls from another origin need \`CORS_ORIGINS\` on the gateway. Unknown members of a body are ignored, unless the schema says
\`additionalProperties: false\`; look here when one seems to have no effect.`
