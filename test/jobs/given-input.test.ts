// What a caller is told of what he gave.
import { expect, it } from 'vitest'
import { givenInput } from '../../src/jobs/given-input.ts'

it('is told again as it was given, but bytes by their type and size', () => {
  expect(givenInput({ text: 'A fox', image: 'stored:0;image/png;68', images: ['https://example.com/a.png', 'stored:1;image/jpeg;7'] })).toEqual({
    text: 'A fox', image: 'image/png, 68 bytes', images: ['https://example.com/a.png', 'image/jpeg, 7 bytes'], complete: true,
  })
})

it('is said to be not all of it where a part stood aside', () => {
  expect(givenInput({ image: 'https://example.com/a.png', aside: 0 })).toEqual({ image: 'https://example.com/a.png', complete: false })
})
