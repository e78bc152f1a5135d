// Documents that are read again and again, such as the metadata of a provider at each sign-in: read once, by their very text.

/** The reader, with its last results kept. It must give the same for the same text, and its results must not be changed. */
export function remembered<T>(read: (text: string) => T, entriesMax: number): (text: string) => T {
  const kept = new Map<string, T>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const result = read(text)
    if (kept.size >= entriesMax) kept.delete(kept.keys().next().value ?? '')
    kept.set(text, result)
    return result
  }
}
