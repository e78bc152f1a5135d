// SQL that this project does without, because databases that speak PostgreSQL's protocol and distribute by key lack it or
// give it another meaning. docs/operating/databases.md shows the table; portable.test.ts holds every statement against it.

export interface Avoided {
  /** As the page names it. */
  readonly feature: string
  /** Found in SQL, whose words are in any case. */
  readonly sql?: RegExp
  /** Found in the source of a statement or migration, in the words of the query builder. */
  readonly builder?: RegExp
  /** The same, where an index is made. */
  readonly index?: RegExp
}

export const avoided: readonly Avoided[] = [
  { feature: 'triggers, rules', sql: /\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?(?:trigger|rule)\b/i },
  {
    feature: 'stored functions and procedures, `do` blocks',
    sql: /\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\b|\bdo\s+\$|\bcall\s+\w+\s*\(/i,
  },
  {
    feature: 'serial and identity columns',
    sql: /\b(?:small|big)serial\b|[\w"] serial\b|\bgenerated\s+(?:always|by\s+default)\b/i,
    builder:
      /\b(?:autoIncrement|identity|generatedAlwaysAs\w*|generatedByDefault\w*)\(|addColumn\('\w+', '(?:big|small)?serial'/,
  },
  { feature: 'generated columns', sql: /\bgenerated\s+always\s+as\b|\bstored\b/i, builder: /\bstored\(/ },
  {
    feature: 'partial indexes',
    sql: /\bcreate\s+(?:unique\s+)?index\b[^;]*\bwhere\b/i,
    index: /\.where\(/,
  },
  {
    feature: 'indexes over expressions',
    sql: /\bcreate\s+(?:unique\s+)?index\b[^(;]*\([^)]*\(/i,
    index: /\.expression\(/,
  },
  {
    feature: 'indexes of other kinds than ordered trees',
    sql: /\busing\s+(?:gin|gist|spgist|brin|hash)\b/i,
    index: /\.using\(/,
  },
  { feature: 'exclusion constraints', sql: /\bexclude\s+(?:using|\()/i },
  {
    feature: 'constraints that are checked later',
    sql: /\bdeferrable\b|\binitially\s+deferred\b|\bset\s+constraints\b/i,
    builder: /\b(?:deferrable|initiallyDeferred)\(/,
  },
  { feature: 'listening and notifying', sql: /\b(?:un)?listen\b|\bnotify\b|\bpg_notify\b/i },
  {
    feature: 'temporary and unlogged tables',
    sql: /\bcreate\s+(?:temp|temporary|unlogged)\b/i,
    builder: /\btemporary\(/,
  },
  {
    feature: 'inherited tables, types and domains of our own',
    sql: /\binherits\s*\(|\bcreate\s+(?:type|domain|aggregate|extension)\b/i,
    builder: /\bcreateType\(/,
  },
  { feature: 'views that are kept', sql: /\bmaterialized\s+view\b/i, builder: /\bmaterialized\(/ },
  { feature: 'cursors', sql: /\bdeclare\s+\w+[^;]*\bcursor\b|\bfetch\s+(?:next|forward|all|\d)/i },
  { feature: 'locks on tables', sql: /\block\s+table\b/i },
  { feature: 'advisory locks', sql: /\bpg_(?:try_)?advisory_/i },
  {
    feature: 'locks on rows by reading',
    sql: /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b|\bfor\s+key\s+share\b|\bskip\s+locked\b/i,
    builder: /\.(?:forUpdate|forShare|forNoKeyUpdate|forKeyShare|skipLocked|noWait)\(/,
  },
  {
    feature: 'isolation above read committed, transactions in two phases',
    sql: /\bisolation\s+level\s+(?:repeatable|serializable)|\bprepare\s+transaction\b/i,
    builder: /setIsolationLevel\('(?:repeatable|serializable)/,
  },
  { feature: 'recursive queries', sql: /\bwith\s+recursive\b/i, builder: /\bwithRecursive\(/ },
  {
    feature: 'queries that change within queries',
    sql: /\bwith\s+[^;]*\bas\s+(?:not\s+)?(?:materialized\s+)?\(\s*(?:insert|update|delete)\b/i,
  },
  {
    feature: 'lateral joins, samples, grouping sets',
    sql: /\blateral\b|\btablesample\b|\bgrouping\s+sets\b|\brollup\b|\bcube\s*\(/i,
    builder: /\w*[jJ]oinLateral\(/,
  },
  { feature: '`merge`', sql: /\bmerge\s+into\b/i, builder: /\bmergeInto\(/ },
  {
    feature: 'conflicts on a named constraint, a part of an index or an expression',
    sql: /\bon\s+conflict\s+on\s+constraint\b|\bon\s+conflict\s*\([^)]*\)\s*where\b/i,
    builder: /\.constraint\('/,
  },
  { feature: 'where a row lies and which transaction wrote it', sql: /\b(?:ctid|xmin|xmax|cmin|tableoid)\b/i },
  { feature: 'large objects, XML, full-text search', sql: /\blo_\w+\(|\bxml\w*\s*\(|\bto_ts(?:vector|query)\b/i },
]

/** Names of what a text of SQL uses and should not. */
export const avoidedIn = (sql: string): readonly string[] =>
  avoided.filter((one) => one.sql?.test(sql) === true).map(({ feature }) => feature)

/** The same of a source text, in SQL or in the words of the query builder. Comments say what they like. */
export function avoidedInSource(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1')
  const sqlTexts = [...code.matchAll(/sql(?:<[^>]*>)?`((?:[^`\\]|\\.)*)`/g)].map((match) => match[1] ?? '')
  const indexes = code.match(/createIndex\([\s\S]{0,600}?\.execute\(/g) ?? []
  return avoided
    .filter(
      ({ builder, index, sql }) =>
        builder?.test(code) === true ||
        indexes.some((text) => index?.test(text) === true) ||
        sqlTexts.some((text) => sql?.test(text) === true),
    )
    .map(({ feature }) => feature)
}
