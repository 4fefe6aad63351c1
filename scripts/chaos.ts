// `npm run chaos -- <what> [options]`: one fault drill of bench/src/chaos, on infrastructure of its own.
import { runMeasurement } from './measure/run-measurement.ts'

await runMeasurement('chaos', 'bench/src/chaos')
