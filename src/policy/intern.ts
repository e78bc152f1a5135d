// One object for equal names. Ten thousand policies name the same products, actions and condition keys; sharing them
// saves memory and makes most comparisons a comparison of pointers. No result ever depends on it.

/** Names beyond this number are simply not shared. */
const NAMES_MAX = 65_536
/** Longer texts are hardly ever equal. */
const NAME_LENGTH_MAX = 64

const names = new Map<string, string>()

export function intern(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  if (names.size < NAMES_MAX && name.length <= NAME_LENGTH_MAX) names.set(name, name)
  return name
}
