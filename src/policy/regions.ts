// Short and long region names. Both spellings occur in policies, often in one document, and mean the same region.
// A region that is not in the table is a region of its own: private clouds have theirs.

const LONG_OF_SHORT: ReadonlyMap<string, string> = new Map([
  ['gz', 'ap-guangzhou'],
  ['szx', 'ap-shenzhen'],
  ['szjr', 'ap-shenzhen-fsi'],
  ['gzopen', 'ap-guangzhou-open'],
  ['qy', 'ap-qingyuan'],
  ['szsycft', 'ap-shenzhen-sycft'],
  ['hk', 'ap-hongkong'],
  ['tpe', 'ap-taipei'],
  ['sg', 'ap-singapore'],
  ['th', 'ap-bangkok'],
  ['jkt', 'ap-jakarta'],
  ['usw', 'na-siliconvalley'],
  ['sao', 'sa-saopaulo'],
  ['bj', 'ap-beijing'],
  ['bjjr', 'ap-beijing-fsi'],
  ['tsn', 'ap-tianjin'],
  ['sjwec', 'ap-shijiazhuang-ec'],
  ['cd', 'ap-chengdu'],
  ['cq', 'ap-chongqing'],
  ['xiyec', 'ap-xian-ec'],
  ['xbec', 'ap-xibei-ec'],
  ['sheec', 'ap-shenyang-ec'],
  ['kr', 'ap-seoul'],
  ['jp', 'ap-tokyo'],
  ['use', 'na-ashburn'],
  ['de', 'eu-frankfurt'],
  ['sh', 'ap-shanghai'],
  ['shjr', 'ap-shanghai-fsi'],
  ['nj', 'ap-nanjing'],
  ['jnec', 'ap-jinan-ec'],
  ['hzec', 'ap-hangzhou-ec'],
  ['fzec', 'ap-fuzhou-ec'],
  ['hfeec', 'ap-hefei-ec'],
  ['whec', 'ap-wuhan-ec'],
  ['csec', 'ap-changsha-ec'],
  ['cgoec', 'ap-zhengzhou-ec'],
  ['in', 'ap-mumbai'],
  ['ca', 'na-toronto'],
  ['ru', 'eu-moscow'],
])

/** The long name of a region given in either spelling; any other text unchanged. */
export function longRegion(region: string): string {
  return LONG_OF_SHORT.get(region) ?? region
}

/** Long names of all regions of the table. */
export const REGION_NAMES: ReadonlySet<string> = new Set(LONG_OF_SHORT.values())
