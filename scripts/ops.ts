// `npm run ops -- <command>`: the operator's command line, which lives in ops/.
import '../ops/src/main.ts'
