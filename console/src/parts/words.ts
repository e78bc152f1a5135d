// Words of the parts that every page is made of.
import { words } from '../text/words.ts'

export const t = words({
  all: ['{n} in all', '共 {n} 项'],
  again: ['Try again', '重试'],
  back: ['Back', '返回'],
  broken: ['The page met a fault of its own.', '页面出现内部错误。'],
  cancel: ['Cancel', '取消'],
  close: ['Close', '关闭'],
  copied: ['Copied', '已复制'],
  copy: ['Copy', '复制'],
  denied: ['Your policies do not allow this', '策略不允许此操作'],
  download: ['Download', '下载'],
  failed: ['{action} was refused', '{action} 调用失败'],
  failedSome: ['That did not work', '操作未成功'],
  fromFile: ['Read from a file', '从文件读取'],
  kept: ['I have kept it', '已保存'],
  loaded: ['{n} shown so far', '已加载 {n} 项'],
  loading: ['Loading', '加载中'],
  lost: ['This will be lost:', '以下内容将丢失：'],
  more: ['Show more', '加载更多'],
  notAnEnvelope: [
    'What answered is not this server; perhaps a proxy stands in between.',
    '响应并非来自本服务器，可能被中间代理拦截。',
  ],
  notFound: ['There is nothing here', '页面不存在'],
  notFoundWhy: ['The address may be wrong, or what it named is gone.', '地址可能有误，或对象已被删除。'],
  notSecure: [
    'A browser signs calls only on HTTPS pages, or on this machine by localhost. Open the console by an https:// address.',
    '浏览器仅在 HTTPS 页面或本机 localhost 上提供签名能力，请通过 https:// 地址打开控制台。',
  ],
  nothingFits: ['Nothing fits.', '没有匹配项。'],
  noAnswer: ['The server does not answer. Check the network, then try again.', '服务器无响应，请检查网络后重试。'],
  onlyOnce: [
    'Keep this now: it is shown only once, and nobody can look it up later.',
    '请立即保存：仅显示一次，之后无法再次查看。',
  ],
  request: ['RequestId', 'RequestId'],
  roleRefused: [
    'You may not act as the chosen role any more. Leave the role and go on as yourself.',
    '您已不能使用所选角色，请退出角色后继续。',
  ],
  search: ['Search', '搜索'],
  secondFactor: ['This is a sensitive operation: show your second factor first.', '敏感操作，请先完成二次校验。'],
  tooLarge: ['The file is too large.', '文件过大。'],
  verify: ['Show the second factor', '前往二次校验'],
  why: ['Why?', '查看原因'],
})
