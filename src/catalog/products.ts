// Abbreviations of products as policies write them in actions and resources. A name outside this list may still be a
// product: the list may make a message better, and must never decide what a policy grants.

const abbreviations: ReadonlySet<string> = new Set(
  `
  account advisor apigateway apigw as asr avc batch beian bgpip bm bmeip bmlb bmvpc cam cas cbm ccb ccc ccr ccs cdb
  cdn cdwch cfs chdfs ci ckafka clb cloudaudit cls cmqqueue cmqtopic config consolesms consolevod cos ctsdb cvm cwpp
  cws cynosdb dbbrain dc dsgc dts eb ecdn ecm emr es faceid finance gaap gme httpdns iai im ims intlpartnersmgt
  iotcloud kms lighthouse live mariadb mongodb monitor mps msp ocr organization postgres privatedns project redis rum
  scf ses shield sls sms snova sqlserver ssa ssl ssm sts tag tat tcaplusdb tcm tcr tdmq tdmysql tem tic tke tpns trtc
  vod vpc waf
`
    .trim()
    .split(/\s+/),
)

/** Whether the abbreviation is a known one; without regard to case, as actions are compared. */
export function knows(product: string): boolean {
  return abbreviations.has(product.toLowerCase())
}

/** All known abbreviations, in alphabetical order. */
export const products: readonly string[] = [...abbreviations].sort()
