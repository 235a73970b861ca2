// A model that serves a request, and one that does not.
import type { Sentence } from '../domain/errors.ts'
import type { Route } from '../domain/job.ts'
import type { Model } from '../domain/model.ts'

export interface Candidate {
  readonly model: Model
  readonly route: Route
}

export interface PassedOver {
  readonly model: Model
  readonly reason: Sentence
}
