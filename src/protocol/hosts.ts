// Which product a Host header names. Only hosts of the documented patterns count: `cam.tencentcloudapi.com` and
// `cam.<label>.tencentcloudapi.com`, where the label is a region (also a financial one), `intl` or `internal`.

const domain = '.tencentcloudapi.com'
const schemePattern = /^https?:\/\//
const portPattern = /:\d*$/

/** A Host header in lower case, without what clients put around the name: scheme, port, a final dot. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(schemePattern, '').replace(portPattern, '').replace(/\.$/, '')
}

/** The part of a host name before its first dot. */
export function firstLabel(host: string): string {
  const name = hostName(host)
  const dot = name.indexOf('.')
  return dot === -1 ? name : name.slice(0, dot)
}

/** The product's label of a host under the cloud's own domain; `undefined` for every other host. */
export function productOfHost(host: string): string | undefined {
  if (!host.includes('tencentcloudapi', 1) && !/tencentcloudapi/i.test(host)) return undefined
  const name = hostName(host)
  if (!name.endsWith(domain)) return undefined
  const labels = name.slice(0, -domain.length)
  const dot = labels.indexOf('.')
  return dot === -1 ? labels : labels.slice(0, dot)
}
