// Which product a Host header names. Only hosts of the documented patterns count: `cam.tencentcloudapi.com` and
// `cam.<label>.tencentcloudapi.com`, where the label is a region (also a financial one), `intl` or `internal`.

const domain = '.tencentcloudapi.com'
const schemePattern = /^https?:\/\//
const portPattern = /:\d*$/

/** The product's label of a host under the cloud's own domain; `undefined` for every other host. */
export function productOfHost(host: string): string | undefined {
  if (!host.includes('tencentcloudapi', 1) && !/tencentcloudapi/i.test(host)) return undefined
  const name = host.toLowerCase().replace(schemePattern, '').replace(portPattern, '').replace(/\.$/, '')
  if (!name.endsWith(domain)) return undefined
  const labels = name.slice(0, -domain.length)
  const dot = labels.indexOf('.')
  return dot === -1 ? labels : labels.slice(0, dot)
}
