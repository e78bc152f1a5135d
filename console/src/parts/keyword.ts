// What somebody types to search by, given on once they pause.
import { useEffect, useState } from 'react'

const pauseMs = 250

export interface Keyword {
  /** As typed. */
  readonly typed: string
  readonly type: (text: string) => void
  /** To search by. */
  readonly word: string
}

export function useKeyword(): Keyword {
  const [typed, type] = useState('')
  const [word, setWord] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setWord(typed.trim()), typed === '' ? 0 : pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return { typed, type, word }
}

/** Whether any of the texts holds the word, without regard to case. */
export function holds(word: string, ...texts: readonly (string | number)[]): boolean {
  const wanted = word.toLowerCase()
  return texts.some((text) => String(text).toLowerCase().includes(wanted))
}
