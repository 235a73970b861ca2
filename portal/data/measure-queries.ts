// What an operator asks of the measures, as SQL for Workers Analytics Engine. The columns are those of src/domain/measure.ts. The same
// stands in docs/operating.md: a test holds the two together. What Cloudflare sampled away, `_sample_interval` puts back.
export interface MeasureQuery {
  readonly name: 'rates' | 'durations' | 'failures' | 'calls' | 'reads'
  readonly sql: string
}

export const MEASURE_QUERIES: readonly MeasureQuery[] = [
  {
    name: 'rates',
    sql: `SELECT toStartOfHour(timestamp) AS hour, blob4 AS type,
  sumIf(_sample_interval, blob3 = 'ORDERED') AS ordered,
  sumIf(_sample_interval, blob3 = 'COMPLETED') AS made,
  sumIf(_sample_interval, blob3 = 'FAILED') AS failed
FROM doitong_measures
WHERE blob1 = 'MOVE' AND timestamp > NOW() - INTERVAL '1' DAY
GROUP BY hour, type ORDER BY hour`,
  },
  {
    name: 'durations',
    sql: `SELECT blob2 AS upstream, blob5 AS model, SUM(_sample_interval) AS made,
  quantileExactWeighted(0.5)(double1, _sample_interval) AS p50_seconds,
  quantileExactWeighted(0.99)(double1, _sample_interval) AS p99_seconds
FROM doitong_measures
WHERE blob1 = 'MOVE' AND blob3 = 'COMPLETED' AND timestamp > NOW() - INTERVAL '1' DAY
GROUP BY upstream, model ORDER BY made DESC`,
  },
  {
    name: 'failures',
    sql: `SELECT blob2 AS upstream, blob6 AS reason,
  SUM(_sample_interval) AS failed
FROM doitong_measures
WHERE blob1 = 'MOVE' AND blob3 = 'FAILED' AND timestamp > NOW() - INTERVAL '1' DAY
GROUP BY upstream, reason ORDER BY failed DESC`,
  },
  {
    name: 'calls',
    sql: `SELECT blob2 AS upstream, blob6 AS method, SUM(_sample_interval) AS calls,
  sumIf(_sample_interval, blob3 = 'LOST' OR blob3 >= '500') / SUM(_sample_interval) AS failed_share,
  sumIf(_sample_interval, blob3 = '429') / SUM(_sample_interval) AS busy_share,
  quantileExactWeighted(0.5)(double1, _sample_interval) AS p50_seconds,
  quantileExactWeighted(0.99)(double1, _sample_interval) AS p99_seconds
FROM doitong_measures
WHERE blob1 = 'CALL' AND timestamp > NOW() - INTERVAL '1' HOUR
GROUP BY upstream, method ORDER BY calls DESC`,
  },
  {
    name: 'reads',
    sql: `SELECT blob3 AS answer, SUM(_sample_interval * double3) AS reads,
  quantileExactWeighted(0.5)(double1, _sample_interval) AS p50_seconds,
  quantileExactWeighted(0.99)(double1, _sample_interval) AS p99_seconds
FROM doitong_measures
WHERE blob1 = 'READ' AND timestamp > NOW() - INTERVAL '1' HOUR
GROUP BY answer ORDER BY reads DESC`,
  },
]
