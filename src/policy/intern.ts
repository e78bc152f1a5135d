// One object for equal things. Ten thousand policies name the same products, actions, patterns and condition keys;
// sharing them saves memory and keeps what decisions touch in the processor's caches. No result ever depends on it.

/** Things beyond this number are made for each use. */
const THINGS_MAX = 16_384
/** Longer texts are hardly ever equal. */
const NAME_LENGTH_MAX = 64

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

/** The one string object for a name, so that most comparisons are a comparison of pointers. */
export function intern(name: string): string {
  return sharedName(name, name)
}

const sharedName = shared((name: string) => name)
