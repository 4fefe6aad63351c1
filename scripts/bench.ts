// `npm run bench -- <what> [options]`: one measurement of bench/src, on infrastructure of its own.
import { runMeasurement } from './measure/run-measurement.ts'

await runMeasurement('bench', 'bench/src')
