// How names are compared: without regard to case and to the way accents are written. One rule for both databases,
// computed here because the databases' own lower() disagree outside ASCII.

export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
