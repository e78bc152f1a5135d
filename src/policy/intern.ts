// One object for equal things. Ten thousand policies name the same products, actions, patterns and condition keys;
// sharing them saves memory and keeps what decisions touch in the processor's caches. No result ever depends on it.

/** Things beyond this number are made for each use. */
const THINGS_MAX = 16_384
/** Longer texts are hardly ever equal, and nobody should be able to fill memory with them. */
export const NAME_LENGTH_MAX = 128

/** Makes a thing once for each key and shares it; only for things that are never changed and that the key determines. */
export function shared<Input, Thing>(make: (input: Input) => Thing): (key: string, input: Input) => Thing {
  const things = new Map<string, Thing>()
  return (key, input) => {
    const known = things.get(key)
    if (known !== undefined) return known
    const thing = make(input)
    if (things.size < THINGS_MAX && key.length <= NAME_LENGTH_MAX) things.set(key, thing)
    return thing
  }
}

const names = new Map<string, string>()

/** The one string object for a name of a policy, so that most comparisons are a comparison of pointers. */
export function intern(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  if (names.size < THINGS_MAX && name.length <= NAME_LENGTH_MAX) names.set(name, name)
  return name
}

/** The same object where policies know the name. Names of requests are not added: anybody can make them up. */
export function interned(name: string): string {
  return names.get(name) ?? name
}

/** How many names are held: however much policies say, it stays bounded. */
export function namesHeld(): number {
  return names.size
}
