// Compares what a client sent with what only we and it should know, in a time that says nothing of either.
import { createHash, timingSafeEqual } from 'node:crypto'

export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
