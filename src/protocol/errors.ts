// The only list of error codes: wire code, text with {holes} in both languages, meaning, and for common codes when they are sent.
// A text never takes a secret. Holes are filled by response.ts; `wordings` are further texts of a code for particular faults.

interface Wording {
  readonly en: string
  /** The same holes as `en`. */
  readonly zh: string
}

export interface ErrorRow extends Wording {
  readonly kind: 'common' | 'service'
  /** One sentence of help for whoever gets the code: what happened to the call. */
  readonly meaning: string
  readonly wordings?: { readonly [name: string]: Wording }
  /** Common codes: one sentence saying when the server sends it. */
  readonly trigger?: string
  /** Common codes that are not sent: why not. */
  readonly never?: string
}

/** Codes come from outside too (clients, logs), so the record has no prototype to fall back on. */
function table<const T extends { readonly [code: string]: ErrorRow }>(rows: T): T {
  return Object.assign(Object.create(null), rows)
}

export const errors = table({
  ActionOffline: {
    kind: 'common',
    en: 'The API `{action}` has been taken offline.',
    zh: '接口 `{action}` 已下线。',
    meaning: 'The action existed once, but the product no longer offers it.',
    never: 'because no API that this server once offered has been taken out',
  },
  'AuthFailure.InvalidAuthorization': {
    kind: 'common',
    en: 'The request `Authorization` header does not conform to tencentcloud standards: {problem}',
    zh: '请求头部的 `Authorization` 不符合腾讯云标准：{problem}',
    meaning: 'The server could not take the Authorization header apart.',
    trigger:
      'The Authorization header is there but breaks the grammar of TC3-HMAC-SHA256; the tail names the part at fault.',
  },
  'AuthFailure.InvalidSecretId': {
    kind: 'common',
    en: 'The SecretId is not a key of the cloud API.',
    zh: '密钥非法（不是云 API 密钥类型）。',
    meaning: 'What you sent as SecretId does not even have the form of one.',
    trigger:
      'The SecretId cannot be one of the cloud API: longer than 1,024 characters, or with others than visible ASCII.',
  },
  'AuthFailure.MFAFailure': {
    kind: 'common',
    en: 'Multi-factor authentication failed.',
    zh: 'MFA 校验失败。',
    meaning: 'Your second factor was not confirmed.',
    trigger:
      'A sensitive operation by a temporary key of the console, of somebody who wants a second factor for such, and none was shown there within ten minutes.',
  },
  'AuthFailure.SecretIdNotFound': {
    kind: 'common',
    en: 'The SecretId is not found, please ensure that your SecretId is correct.',
    zh: '密钥不存在，请确认 SecretId 是否正确。',
    meaning: 'The server has no usable key under the SecretId you signed with.',
    trigger: 'No active key has the SecretId: it never existed, was deleted or is disabled.',
  },
  'AuthFailure.SignatureExpire': {
    kind: 'common',
    en: 'The signature is expired, please request again.',
    zh: '签名已过期，请重新发起请求。',
    meaning: 'Your clock and the clock of the server disagree too much, or the request was held back too long.',
    trigger: 'The timestamp is more than 300 seconds before or after the clock of the server.',
  },
  'AuthFailure.SignatureFailure': {
    kind: 'common',
    en: 'The provided credentials could not be validated. Please check your signature is correct.',
    zh: '请求签名验证失败，请检查您的签名计算是否正确。',
    meaning: 'The server computed another signature than yours, so the secret key or the signing steps differ.',
    trigger:
      'The signature fits none of the canonical forms of the request, or a request with a v1 signature comes a second time.',
  },
  'AuthFailure.TokenFailure': {
    kind: 'common',
    en: 'Token verification failed. Please check your Token is correct.',
    zh: 'Token 校验失败，请检查 Token 是否正确。',
    meaning: 'The session token you sent does not go with your key.',
    trigger:
      'A temporary key comes without its token, or with one that is altered, of another key or server, expired or ended; or a permanent key comes with a token.',
  },
  'AuthFailure.UnauthorizedOperation': {
    kind: 'common',
    en: 'You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys. [[request id:{requestId}]you are not authorized to perform operation ({operation})\nresource ({resource}) has no permission\n{condition}]',
    zh: '操作未授权，请检查CAM策略。[[request id:{requestId}]you are not authorized to perform operation ({operation})\nresource ({resource}) has no permission\n{condition}]',
    meaning: 'Your signature is good, but your policies do not let you do this.',
    trigger: 'The policies in force for the caller do not allow the operation on the resource, or one denies it.',
  },
  DryRunOperation: {
    kind: 'common',
    en: 'The request would have succeeded, but it was a dry run.',
    zh: 'DryRun 操作，代表请求将会是成功的，只是多传了 DryRun 参数。',
    meaning: 'You only asked for a rehearsal; nothing was changed, and the real request would succeed.',
    trigger: 'A call to a catalogued service is signed and allowed, but the service has no upstream to carry it out.',
  },
  FailedOperation: {
    kind: 'common',
    en: 'The operation failed: {problem}',
    zh: '操作失败：{problem}',
    meaning: 'The request was in order, yet the server could not carry it out.',
    trigger:
      'An action that was allowed and well-formed could not be carried out, and no narrower code fits. Of a catalogued service: it was called but gave no answer that can be read, so that nobody knows whether it carried the call out. Of a change: the database went away while it was being committed.',
  },
  'FailedOperation.CheckMFAError': {
    kind: 'service',
    en: 'The second factor could not be verified: {problem}',
    zh: 'MFA 校验失败：{problem}',
    meaning: 'The code from your second factor was wrong, too old or already used.',
  },
  'FailedOperation.MFATypeNotSupported': {
    kind: 'service',
    en: 'The type of the second factor is not supported: {problem}',
    zh: '不支持的 MFA 类型：{problem}',
    meaning: 'You named a device of a kind whose codes this call cannot check.',
  },
  'FailedOperation.TempKeyNotAllowed': {
    kind: 'service',
    en: 'A temporary key cannot do this.',
    zh: '不支持使用临时密钥调用。',
    meaning: 'You signed with a temporary key where only a permanent one will do.',
  },
  InternalError: {
    kind: 'common',
    en: 'An internal error has occurred. Retry your request, and give the RequestId to the operator of the server if it happens again.',
    zh: '内部错误，请重试；若仍然失败，请将 RequestId 提供给服务管理员。',
    meaning: 'The server itself went wrong; nothing in your request is to blame.',
    trigger: 'Something failed inside the server; the details are in its log under the RequestId.',
  },
  InvalidAction: {
    kind: 'common',
    en: 'The request `Action` is invalid or not found.',
    zh: '请求的 `Action` 无效或不存在。',
    meaning: 'The product does not know an action by the name you gave.',
    trigger: 'The product has the version, but no action of this name in it.',
  },
  InvalidParameter: {
    kind: 'common',
    en: '{problem}',
    zh: '{problem}',
    meaning: 'Something in your parameters cannot be read or has the wrong type.',
    trigger: 'The parameters cannot be read (bad JSON, bad encoding) or one has the wrong type.',
    wordings: {
      type: { en: 'The value type of parameter `{name}` is not valid.', zh: '参数 `{name}` 取值类型错误。' },
      query: {
        en: 'Url key and value should be splited by `=`.',
        zh: 'Url 中的键和值应以 `=` 分隔。',
      },
      json: {
        en: 'The content-type of the request is application/json, but its body is not legal JSON: {problem}.',
        zh: '对于指定content-type=application/json协议下，请求内容不是合法的Json格式。({problem})',
      },
      encoding: {
        en: 'The {place} is not correctly encoded: {problem}.',
        zh: '{place} 编码错误：{problem}。',
      },
      contentType: {
        en: 'The content-type `{type}` is not supported with this request.',
        zh: '该请求不支持 content-type `{type}`。',
      },
      structure: {
        en: 'The parameter `{name}` is not well-formed: {problem}.',
        zh: '参数 `{name}` 格式错误：{problem}。',
      },
    },
  },
  'InvalidParameter.AccountNotAvaliable': {
    kind: 'service',
    en: 'The account `{account}` does not exist or cannot be used.',
    zh: '账号 `{account}` 不存在或不可用。',
    meaning: 'The account behind your request is gone or may not be used.',
  },
  'InvalidParameter.GrantOtherResource': {
    kind: 'service',
    en: 'cant grant other resource: {problem}',
    zh: '不能授权其他账号的资源：{problem}',
    meaning: 'The policy for the session reaches for something that another account owns.',
  },
  'InvalidParameter.TempCodeNotAvaliable': {
    kind: 'service',
    en: 'The temporary code is not available: {problem}',
    zh: '临时凭据不可用：{problem}',
    meaning: 'What should prove who you are is good once only, and was used before.',
  },
  'InvalidParameter.WebIdentityTokenError': {
    kind: 'service',
    en: 'WebIdentityToken error. | id token error | {problem}',
    zh: '身份令牌（WebIdentityToken）错误。| id token error | {problem}',
    meaning: 'The identity provider of the account does not stand behind the token you sent, or no longer does.',
  },
  'InvalidParameter.OverTimeError': {
    kind: 'service',
    en: 'The parameter `DurationSeconds` is over its limit of {limit} seconds.',
    zh: '参数 `DurationSeconds` 超过上限 {limit} 秒。',
    meaning: 'You want the session to last longer than it may.',
  },
  'InvalidParameter.PolicyTooLong': {
    kind: 'service',
    en: 'The policy is too long: {problem}',
    zh: '策略过长：{problem}',
    meaning: 'The policy you sent for the session has too many characters.',
  },
  'InvalidParameter.ResouceError': {
    kind: 'service',
    en: 'The resource description is not valid: {problem}',
    zh: '资源六段式错误：{problem}',
    meaning: 'A resource you described does not have the form of six segments.',
  },
  'InvalidParameter.StrategyFormatError': {
    kind: 'service',
    en: 'The format of the policy is not valid: {problem}',
    zh: '策略语法错误：{problem}',
    meaning: 'The policy you sent for the session cannot be read.',
  },
  'InvalidParameter.StrategyInvalid': {
    kind: 'service',
    en: 'The policy is not valid: {problem}',
    zh: '策略非法：{problem}',
    meaning: 'The policy you sent for the session can be read but says something impossible.',
  },
  InvalidParameterValue: {
    kind: 'common',
    en: 'The value `{value}` specified in the parameter `{name}` is not valid',
    zh: '参数 `{name}` 的取值 `{value}` 无效',
    meaning: 'A parameter was read without trouble, but its value is outside what the action accepts.',
    trigger:
      'A parameter has the right type, but a value out of its range, length or set; or the header X-OpenCAM-At-Least holds no token that this cluster gave.',
    wordings: {
      common: {
        en: 'A value specified in `{name}` is not valid, is unsupported, or cannot be used.',
        zh: '`{name}` 的取值无效、不受支持或无法使用。',
      },
    },
  },
  InvalidRequest: {
    kind: 'common',
    en: 'The multipart body of the request is not well-formed: {problem}.',
    zh: '请求 body 的 multipart 格式错误：{problem}。',
    meaning: 'Your multipart form could not be split into its parts.',
    trigger: 'The body of a multipart/form-data request cannot be taken apart.',
  },
  IpInBlacklist: {
    kind: 'common',
    en: 'Your IP address is in the blacklist.',
    zh: 'IP 地址在黑名单中。',
    meaning: 'The account has blocked the network address you call from.',
    never: 'because an account has no list of addresses; address conditions (qcs:ip) are written in policies',
  },
  IpNotInWhitelist: {
    kind: 'common',
    en: 'Your IP address is not in the whitelist.',
    zh: 'IP 地址不在白名单中。',
    meaning: 'The account takes calls from chosen network addresses only, and yours is none of them.',
    never: 'because an account has no list of addresses; address conditions (qcs:ip) are written in policies',
  },
  LimitExceeded: {
    kind: 'common',
    en: 'The quota of `{limit}` is used up.',
    zh: '超过配额限制 `{limit}`。',
    meaning: 'You already have as many of these as a quota lets you have.',
    never: 'because every quota has a narrower code, which the actions that it limits list',
  },
  MissingParameter: {
    kind: 'common',
    en: 'The request is missing a required parameter `{name}`.',
    zh: '请求缺少必要参数 `{name}`。',
    meaning: 'You left out something that the action cannot do without.',
    trigger: 'A required parameter, common or of the action, is absent or null.',
  },
  NoSuchProduct: {
    kind: 'common',
    en: 'The product `{product}` does not exist.',
    zh: '产品 `{product}` 不存在。',
    meaning: 'The host name you called stands for a product that is not here.',
    trigger: 'The Host header names a product that this server does not serve.',
  },
  NoSuchVersion: {
    kind: 'common',
    en: 'The specified api version=`{version}` does not exist in service=`{service}`.',
    zh: '产品 `{service}` 不存在接口版本 `{version}`。',
    meaning: 'You asked for a version in which the product has no actions.',
    trigger: 'The product has no API of the version.',
  },
  RequestLimitExceeded: {
    kind: 'common',
    en: 'Your current request times equals to `{times}` in a second, which exceeds the frequency limit `{limit}` for a second. Please reduce the frequency of calls.',
    zh: '您当前每秒请求 `{times}` 次，超过了每秒频率上限 `{limit}`，请稍后重试。',
    meaning: 'Your account called this action too often within one second; wait a moment and repeat.',
    trigger:
      'The account calls the action more often within a second than its documented limit, or all accounts together call more often than OPENCAM_ALL_PER_SECOND allows.',
  },
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': {
    kind: 'common',
    en: 'The account makes more than `{limit}` calls in a second over all regions.',
    zh: '主账号在所有地域的请求超过频率上限 `{limit}`。',
    meaning: 'Your calls to all regions, taken together, come too fast.',
    never: 'because limits count per account and action, and the server has no regions to add up',
  },
  'RequestLimitExceeded.IPLimitExceeded': {
    kind: 'common',
    en: 'Your IP address makes more than `{limit}` calls in a second.',
    zh: 'IP 请求超过频率上限 `{limit}`。',
    meaning: 'Calls from your network address come too fast; wait a moment and repeat.',
    trigger: 'One address calls more often within a second than OPENCAM_ADDRESS_PER_SECOND allows.',
  },
  'RequestLimitExceeded.UinLimitExceeded': {
    kind: 'common',
    en: 'The account makes more than `{limit}` calls in a second.',
    zh: '主账号请求超过频率上限 `{limit}`。',
    meaning: 'Your root account and its users, taken together, call too fast; wait a moment and repeat.',
    trigger: 'A root account and its users call more often within a second than OPENCAM_ACCOUNT_PER_SECOND allows.',
  },
  RequestSizeLimitExceeded: {
    kind: 'common',
    en: 'The request is larger than the limit of `{limit}` bytes.',
    zh: '请求大小超过上限 `{limit}` 字节。',
    meaning: 'Your request has more bytes than its method and signature permit.',
    trigger: 'A GET is over 32 KB, a POST by form (as v1 signatures need it) over 1 MB, or any other POST over 10 MB.',
  },
  ResourceInUse: {
    kind: 'common',
    en: 'The resource `{resource}` is in use.',
    zh: '资源 `{resource}` 被占用。',
    meaning: 'Something else still needs the object, so it cannot be changed or removed now.',
    never: 'because what stands in the way of a removal has a narrower code, or is removed along',
  },
  ResourceInsufficient: {
    kind: 'common',
    en: 'The resource `{resource}` is insufficient.',
    zh: '资源 `{resource}` 不足。',
    meaning: 'The server has not enough left of what you asked for.',
    never: 'because no action allots anything that can run short; quotas have codes of their own',
  },
  ResourceNotFound: {
    kind: 'common',
    en: 'The resource `{resource}` does not exist.',
    zh: '资源 `{resource}` 不存在。',
    meaning: 'The object you named is not there.',
    never: 'because whatever a parameter can name has a narrower code for not being there',
  },
  'ResourceNotFound.RoleNotFound': {
    kind: 'service',
    en: 'The role `{role}` does not exist.',
    zh: '角色 `{role}` 不存在。',
    meaning: 'No role answers to the description you gave.',
  },
  ResourceUnavailable: {
    kind: 'common',
    en: 'The resource `{resource}` is unavailable.',
    zh: '资源 `{resource}` 不可用。',
    meaning: 'The object is there, but cannot be used at present.',
    never: 'because identities and policies are either there or not; none is there and unavailable',
  },
  ResponseSizeLimitExceeded: {
    kind: 'common',
    en: 'The response is larger than the limit of `{limit}` bytes.',
    zh: '返回包大小超过上限 `{limit}` 字节。',
    meaning: 'The result has more bytes than one response may carry; ask for a smaller page.',
    trigger: 'The answer would be over 10 MB, as with a list without paging.',
  },
  ServiceUnavailable: {
    kind: 'common',
    en: 'The service is temporarily unavailable: {problem}. Nothing was carried out.',
    zh: '当前服务暂时不可用：{problem}。请求未被执行。',
    meaning: 'The service is taking a pause; try again later.',
    trigger:
      'The database cannot be reached, or the revision that X-OpenCAM-At-Least names did not come in time; a catalogued service cannot be reached, all connections to it are in use, or no more large bodies can be held for it; in a guard, that no decision can be had. With HTTP status 503: the process has as many connections, as many bytes of bodies or as much memory as it may.',
  },
  UnauthorizedOperation: {
    kind: 'common',
    en: 'You are not authorized to perform this operation: {problem}',
    zh: '未授权操作：{problem}',
    meaning: 'A rule beyond the policies forbids you this operation.',
    trigger:
      'The caller is in quarantine, by whatever key or session; or an action refuses the caller by a rule of its own, where policies alone would allow it.',
  },
  UnknownParameter: {
    kind: 'common',
    en: 'The parameter `{name}` is not recognized.',
    zh: '未知参数 `{name}`。',
    meaning: 'You sent a parameter that the action does not define; look for a misspelling.',
    trigger: 'A parameter, or a member of one, is not in the definition of the action.',
  },
  UnsupportedOperation: {
    kind: 'common',
    en: 'The operation is not supported: {problem}',
    zh: '操作不支持：{problem}',
    meaning: 'The action cannot do this for the object you named.',
    trigger: 'A temporary key asks for a federation token, which only permanent keys can.',
  },
  UnsupportedProtocol: {
    kind: 'common',
    en: 'The request method `{method}` is not supported. Use GET or POST.',
    zh: '不支持请求方法 `{method}`，请使用 GET 或 POST。',
    meaning: 'You used an HTTP method other than the two that the API understands.',
    trigger: 'The method of the HTTP request is neither GET nor POST.',
  },
  UnsupportedRegion: {
    kind: 'common',
    en: 'The action not support this region.',
    zh: '接口不支持所传地域。',
    meaning: 'The action cannot be used in the region you chose.',
    never: 'because the actions served here do not depend on a region',
  },

  'FailedOperation.Accesskey': {
    kind: 'service',
    en: 'The operation on the access key failed: {problem}',
    zh: '操作访问密钥失败：{problem}',
    meaning: 'The server could not finish what you wanted done with an access key.',
  },
  'FailedOperation.AssistApproverFull': {
    kind: 'service',
    en: 'The number of approvers has reached the limit `{limit}`.',
    zh: '协助审批人数量达到上限 `{limit}`。',
    meaning: 'You listed more people who may approve than the account can have.',
  },
  'FailedOperation.PolicyFull': {
    kind: 'service',
    en: 'The number of custom policies has reached the limit `{limit}`.',
    zh: '自定义策略数量达到上限 `{limit}`。',
    meaning: 'No further policy fits: you are at the quota for custom policies.',
    wordings: {
      addresses: {
        en: 'A login policy can have at most `{limit}` addresses.',
        zh: '登录策略的 IP 段数量达到上限 `{limit}`。',
      },
    },
  },
  'FailedOperation.PolicyNameInUse': {
    kind: 'service',
    en: 'The policy name `{name}` is already in use.',
    zh: '策略名称 `{name}` 已存在。',
    meaning: 'Another custom policy of your account already bears this name.',
  },
  'FailedOperation.PolicyVersionAlreadyDefault': {
    kind: 'service',
    en: 'The policy version `{version}` is the default version already.',
    zh: '策略版本 `{version}` 已是默认版本。',
    meaning: 'The version you chose is the default one, so it cannot be made default again or deleted.',
  },
  'FailedOperation.PolicyVersionFull': {
    kind: 'service',
    en: 'The number of versions of the policy has reached the limit `{limit}`.',
    zh: '策略版本数量达到上限 `{limit}`。',
    meaning: 'The policy cannot take another version until you delete an old one.',
  },
  'FailedOperation.TagResourceFailed': {
    kind: 'service',
    en: 'Binding the tag failed: {problem}',
    zh: '绑定标签失败：{problem}',
    meaning: 'Your tags could not be put on the object.',
  },
  'FailedOperation.UnTagResourceFailed': {
    kind: 'service',
    en: 'Unbinding the tag failed: {problem}',
    zh: '解绑标签失败：{problem}',
    meaning: 'The tags could not be taken off the object.',
  },
  'FailedOperation.UserNotBindPhone': {
    kind: 'service',
    en: 'The user `{user}` has no bound phone.',
    zh: '用户 `{user}` 未绑定手机。',
    meaning: 'The setting relies on a phone, and the user has none on record.',
  },
  'FailedOperation.UserNotBindWechat': {
    kind: 'service',
    en: 'The user `{user}` has no bound WeChat.',
    zh: '用户 `{user}` 未绑定微信。',
    meaning: 'The setting relies on WeChat, and the user has not connected it.',
  },
  'FailedOperation.UserUnbindNoPermission': {
    kind: 'service',
    en: 'The user has no permission for this operation: {problem}',
    zh: '用户没有操作权限：{problem}',
    meaning: 'You lack the right to undo what is bound to this user.',
  },
  'InternalError.SystemError': {
    kind: 'service',
    en: 'An internal system error has occurred. Retry your request.',
    zh: '系统内部错误，请重试。',
    meaning: 'A part of the system behind the action broke down; the same request may work later.',
  },
  'InvalidParameter.ActionError': {
    kind: 'service',
    en: 'The action of the policy is not valid: {problem}',
    zh: '策略 action 不合法：{problem}',
    meaning: 'An action in your policy is not written as product:Name, or not as a text at all.',
  },
  'InvalidParameter.ActionMiss': {
    kind: 'service',
    en: 'The policy has a statement without action: {problem}',
    zh: '策略缺少 action：{problem}',
    meaning: 'A statement of your policy does not say which actions it is about.',
  },
  'InvalidParameter.ActionNotExist': {
    kind: 'service',
    en: 'The action of the policy does not exist: {problem}',
    zh: '策略 action 不存在：{problem}',
    meaning: 'Your policy names an action that its product does not have.',
  },
  'InvalidParameter.ActionServiceNotExist': {
    kind: 'service',
    en: 'The service of an action of the policy does not exist: {problem}',
    zh: '策略 action 中的产品不存在：{problem}',
    meaning: 'Your policy names an action whose product prefix nobody knows.',
  },
  'InvalidParameter.AssitApproverTypeError': {
    kind: 'service',
    en: 'The parameter `ApproverType` is not valid: {problem}',
    zh: '参数 `ApproverType` 不合法：{problem}',
    meaning: 'You chose a way of approving that does not exist.',
  },
  'InvalidParameter.AttachmentFull': {
    kind: 'service',
    en: 'The number of policies attached to the principal has reached the limit `{limit}`.',
    zh: '授权对象关联的策略数达到上限 `{limit}`。',
    meaning: 'The user, group or role cannot be given another policy before one is taken away.',
  },
  'InvalidParameter.ConditionContentError': {
    kind: 'service',
    en: 'The content of a condition of the policy is not valid: {problem}',
    zh: '策略 condition 内容不合法：{problem}',
    meaning: 'Under a condition operator, a key or its values are not written as they should be.',
  },
  'InvalidParameter.ConditionError': {
    kind: 'service',
    en: 'The condition of the policy is not valid: {problem}',
    zh: '策略 condition 不合法：{problem}',
    meaning: 'The condition block of a statement in your policy does not have the right shape.',
  },
  'InvalidParameter.ConditionTypeError': {
    kind: 'service',
    en: 'The operator of a condition of the policy is not valid: {problem}',
    zh: '策略 condition 运算符不合法：{problem}',
    meaning: 'Your policy uses a condition operator that does not exist.',
  },
  'InvalidParameter.DeletionTaskNotExist': {
    kind: 'service',
    en: 'The deletion task `{task}` does not exist.',
    zh: '删除任务 `{task}` 不存在。',
    meaning: 'No removal of a service-linked role runs under the task number you gave.',
  },
  'InvalidParameter.DescriptionLengthOverlimit': {
    kind: 'service',
    en: 'The description is longer than `{limit}` bytes.',
    zh: '描述长度超过 `{limit}` 字节。',
    meaning: 'Shorten the description: it has more bytes than can be stored.',
  },
  'InvalidParameter.EffectError': {
    kind: 'service',
    en: 'The effect of the policy is not valid: {problem}',
    zh: '策略 effect 不合法：{problem}',
    meaning: 'The effect that a statement of your policy states is neither allow nor deny.',
  },
  'InvalidParameter.EntityFilterError': {
    kind: 'service',
    en: 'The parameter `EntityFilter` is not valid: {problem}',
    zh: '参数 `EntityFilter` 不合法：{problem}',
    meaning: 'You filtered by a kind of entity that is not offered.',
  },
  'InvalidParameter.GroupFull': {
    kind: 'service',
    en: 'The number of user groups has reached the limit `{limit}`.',
    zh: '用户组数量达到上限 `{limit}`。',
    meaning: 'No further user group fits: you are at the quota for groups.',
  },
  'InvalidParameter.GroupIdError': {
    kind: 'service',
    en: 'The parameter `GroupId` is not valid: {problem}',
    zh: '参数 `GroupId` 不合法：{problem}',
    meaning: 'The group number you gave is not usable.',
  },
  'InvalidParameter.GroupNameInUse': {
    kind: 'service',
    en: 'The user group name `{name}` is already in use.',
    zh: '用户组名称 `{name}` 已存在。',
    meaning: 'Another user group of your account already bears this name.',
  },
  'InvalidParameter.GroupNotExist': {
    kind: 'service',
    en: 'The user group `{group}` does not exist.',
    zh: '用户组 `{group}` 不存在。',
    meaning: 'A user group in your parameters is not in the account.',
  },
  'InvalidParameter.GroupUserFull': {
    kind: 'service',
    en: 'The number of users in the user group has reached the limit `{limit}`.',
    zh: '用户组中的用户数量达到上限 `{limit}`。',
    meaning: 'The group cannot take another member before one leaves.',
  },
  'InvalidParameter.IPIllegal': {
    kind: 'service',
    en: 'The address `{address}` is not valid: one address or a block such as 10.0.0.0/8 is expected.',
    zh: 'IP 段 `{address}` 格式不合法：应为单个地址或 10.0.0.0/8 形式的网段。',
    meaning: 'One of your entries is neither an address nor a block of addresses.',
  },
  'InvalidParameter.IPRangeOverlapping': {
    kind: 'service',
    en: 'The addresses `{address}` and `{other}` overlap.',
    zh: 'IP 段 `{address}` 与 `{other}` 重叠。',
    meaning: 'Two of your entries cover the same addresses.',
  },
  'InvalidParameter.IdentityNameInUse': {
    kind: 'service',
    en: 'The identity provider name `{name}` is already in use.',
    zh: '身份提供商名称 `{name}` 已存在。',
    meaning: 'Another identity provider of your account already bears this name.',
  },
  'InvalidParameter.KeywordError': {
    kind: 'service',
    en: 'The parameter `Keyword` is not valid: {problem}',
    zh: '参数 `Keyword` 不合法：{problem}',
    meaning: 'The text to search for cannot be used as it is.',
  },
  'InvalidParameter.MFATokenError': {
    kind: 'service',
    en: 'The MFA token is not valid: {problem}',
    zh: 'MFA Token 错误：{problem}',
    meaning: 'The proof of a second factor that you sent is wrong or has run out.',
  },
  'InvalidParameter.NotSupportProduct': {
    kind: 'service',
    en: 'CAM does not support a resource type of the policy: {problem}',
    zh: 'CAM 不支持策略中指定的资源类型：{problem}',
    meaning: 'A resource in your policy belongs to a product whose resources CAM cannot govern here.',
  },
  'InvalidParameter.OperateEntitiesOverLimit': {
    kind: 'service',
    en: 'More than `{limit}` entities in one operation.',
    zh: '一次操作的实体数量超过上限 `{limit}`。',
    meaning: 'You listed more users, groups or roles than one call may treat; split the call.',
  },
  'InvalidParameter.OrganizationRoleOperateError': {
    kind: 'service',
    en: 'Only the administrator of the organization can operate the role `{role}`.',
    zh: '只有组织管理员可以操作角色 `{role}`。',
    meaning: 'The role comes from the organization, and you do not administer that organization.',
  },
  'InvalidParameter.PaginationTokenInvalid': {
    kind: 'service',
    en: 'The token of the page is not valid: {problem}',
    zh: '分页 Token 不合法：{problem}',
    meaning: 'The text that should continue a listing was not given out by an earlier page.',
  },
  'InvalidParameter.ParamError': {
    kind: 'service',
    en: 'Invalid parameter: {problem}',
    zh: '非法入参：{problem}',
    meaning: 'One of your parameters does not keep to the rules of this action; the message names the fault.',
  },
  'InvalidParameter.PasswordRuleError': {
    kind: 'service',
    en: 'The password rules are not valid: {problem}',
    zh: '密码规则错误：{problem}',
    meaning: 'The rules you propose for passwords contradict themselves or pass their bounds.',
  },
  'InvalidParameter.PasswordViolatedRules': {
    kind: 'service',
    en: 'The password does not comply with the password rules of the account: {problem}',
    zh: '密码不符合账号的密码规则：{problem}',
    meaning: 'Choose another password: this one is too weak for the rules set in the account.',
  },
  'InvalidParameter.PolicyDocumentError': {
    kind: 'service',
    en: 'The parameter `PolicyDocument` is not valid: {problem}',
    zh: '参数 `PolicyDocument` 不合法：{problem}',
    meaning: 'The text you sent as a policy is not a JSON object of a policy.',
  },
  'InvalidParameter.PolicyDocumentLengthOverLimit': {
    kind: 'service',
    en: 'The policy document has more than `{limit}` characters.',
    zh: '策略文档长度超过 `{limit}` 个字符。',
    meaning: 'Your policy has too many characters; merge statements or split it in two.',
  },
  'InvalidParameter.PolicyIdError': {
    kind: 'service',
    en: 'The parameter `PolicyId` is not valid: {problem}',
    zh: '参数 `PolicyId` 不合法：{problem}',
    meaning: 'The policy number you gave is not usable.',
  },
  'InvalidParameter.PolicyIdNotExist': {
    kind: 'service',
    en: 'The policy `{policy}` does not exist.',
    zh: '策略 `{policy}` 不存在。',
    meaning: 'Neither your custom policies nor the presets include the policy number you gave.',
  },
  'InvalidParameter.PolicyNameError': {
    kind: 'service',
    en: 'The parameter `PolicyName` is not valid: {problem}',
    zh: '参数 `PolicyName` 不合法：{problem}',
    meaning: 'The policy name is empty, too long or contains signs that names may not have.',
  },
  'InvalidParameter.PolicyVersionNotExists': {
    kind: 'service',
    en: 'The policy version `{version}` does not exist.',
    zh: '策略版本 `{version}` 不存在。',
    meaning: 'The policy is there, but not the version of it that you want.',
  },
  'InvalidParameter.PrincipalError': {
    kind: 'service',
    en: 'The principal of the policy is not valid: {problem}',
    zh: '策略 principal 不合法：{problem}',
    meaning: 'The principal of a statement is not written as it should be, or stands where none belongs.',
  },
  'InvalidParameter.PrincipalQcsCrossError': {
    kind: 'service',
    en: 'The principal belongs to an account of another site: {problem}',
    zh: '策略 principal 中的账号属于其他站点：{problem}',
    meaning: 'Your trust policy names an account that lives on the other site of the cloud.',
  },
  'InvalidParameter.PrincipalQcsError': {
    kind: 'service',
    en: 'The qcs of the principal is not valid: {problem}',
    zh: '策略 principal 中的 qcs 不合法：{problem}',
    meaning: 'Your trust policy describes an account or user in a form that cannot be read.',
  },
  'InvalidParameter.PrincipalQcsNotExist': {
    kind: 'service',
    en: 'The qcs of the principal does not exist: {problem}',
    zh: '策略 principal 中的 qcs 不存在：{problem}',
    meaning: 'Your trust policy names an account or user that nobody has.',
  },
  'InvalidParameter.PrincipalServiceNotExist': {
    kind: 'service',
    en: 'The service of the principal does not exist: {problem}',
    zh: '策略 principal 中的产品不存在：{problem}',
    meaning: 'Your trust policy names a product that is not known as one to trust.',
  },
  'InvalidParameter.ReservedTagKey': {
    kind: 'service',
    en: 'The tag key `{key}` is reserved.',
    zh: '标签键 `{key}` 为系统预留。',
    meaning: 'You used a key that begins in a way the platform keeps for itself.',
  },
  'InvalidParameter.ResourceContentError': {
    kind: 'service',
    en: 'The sixth segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的资源段不合法：{problem}',
    meaning: 'The last segment of a resource, which says what kind it is and which one, is not right.',
  },
  'InvalidParameter.ResourceError': {
    kind: 'service',
    en: 'The resource of the policy is not valid: {problem}',
    zh: '策略 resource 不合法：{problem}',
    meaning: 'The resource part of a statement in your policy is absent or neither a text nor a list of texts.',
  },
  'InvalidParameter.ResourceProjectError': {
    kind: 'service',
    en: 'The project segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的项目段不合法：{problem}',
    meaning: 'The second segment of a resource, kept for a project, contains what it may not.',
  },
  'InvalidParameter.ResourceQcsError': {
    kind: 'service',
    en: 'A resource of the policy is not a six-segment qcs: {problem}',
    zh: '策略 resource 不是六段式 qcs：{problem}',
    meaning: 'A resource in your policy is neither a star nor a description that begins with qcs and has six segments.',
  },
  'InvalidParameter.ResourceRegionError': {
    kind: 'service',
    en: 'The region segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的地域段不合法：{problem}',
    meaning: 'The fourth segment of a resource is not the name of a region.',
  },
  'InvalidParameter.ResourceServiceNotExist': {
    kind: 'service',
    en: 'The service of a resource of the policy does not exist: {problem}',
    zh: '策略 resource 中的产品不存在：{problem}',
    meaning: 'The third segment of a resource is not the name of a product.',
  },
  'InvalidParameter.ResourceUinError': {
    kind: 'service',
    en: 'The account segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的账号段不合法：{problem}',
    meaning: 'The fifth segment of a resource does not tell an account by its uin or uid.',
  },
  'InvalidParameter.RoleFull': {
    kind: 'service',
    en: 'The number of roles has reached the limit `{limit}`.',
    zh: '角色数量达到上限 `{limit}`。',
    meaning: 'No further role fits: you are at the quota for roles.',
  },
  'InvalidParameter.RoleNameError': {
    kind: 'service',
    en: 'The parameter `RoleName` is not valid: {problem}',
    zh: '参数 `RoleName` 不合法：{problem}',
    meaning: 'The name you gave for a role is empty, too long or has signs that are not permitted.',
  },
  'InvalidParameter.RoleNameInUse': {
    kind: 'service',
    en: 'The role name `{name}` is already in use.',
    zh: '角色名称 `{name}` 已存在。',
    meaning: 'Another role of your account already bears this name.',
  },
  'InvalidParameter.RoleNotExist': {
    kind: 'service',
    en: 'The role `{role}` does not exist.',
    zh: '角色 `{role}` 不存在。',
    meaning: 'The role you named is not in the account.',
  },
  'InvalidParameter.ScopeError': {
    kind: 'service',
    en: 'The parameter `Scope` is not valid: {problem}',
    zh: '参数 `Scope` 不合法：{problem}',
    meaning: 'You asked for a kind of policies other than all, presets or custom ones.',
  },
  'InvalidParameter.SearchKeywordLengthError': {
    kind: 'service',
    en: 'The search keyword has a length that is not allowed: {problem}',
    zh: '搜索关键字长度不合法：{problem}',
    meaning: 'The text to search for is too short or too long.',
  },
  'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary': {
    kind: 'service',
    en: 'The policy `{policy}` serves a service-linked role and is not accepted as permissions boundary.',
    zh: '服务相关角色的策略 `{policy}` 不能作为权限边界。',
    meaning: 'You chose a policy that serves a service-linked role; take another one as the boundary.',
  },
  'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary': {
    kind: 'service',
    en: 'The service-linked role `{role}` cannot have a permissions boundary.',
    zh: '服务相关角色 `{role}` 不能设置权限边界。',
    meaning: 'You tried to put a boundary on a service-linked role, whose permissions its product sets.',
  },
  'InvalidParameter.ServiceTypeError': {
    kind: 'service',
    en: 'The parameter `ServiceType` is not valid: {problem}',
    zh: '参数 `ServiceType` 不合法：{problem}',
    meaning: 'You filtered by a product that cannot be used as a filter.',
  },
  'InvalidParameter.StatementError': {
    kind: 'service',
    en: 'The statement of the policy is not valid: {problem}',
    zh: '策略 statement 不合法：{problem}',
    meaning: 'The statements of your policy are absent, empty or not objects with known members.',
  },
  'InvalidParameter.SubUserFull': {
    kind: 'service',
    en: 'The number of sub-users has reached the limit `{limit}`.',
    zh: '子用户数量达到上限 `{limit}`。',
    meaning: 'No further user fits: you are at the quota for sub-users.',
  },
  'InvalidParameter.SubUserNameInUse': {
    kind: 'service',
    en: 'The user name `{name}` is already in use.',
    zh: '用户名称 `{name}` 已存在。',
    meaning: 'Another user of your account already bears this name.',
  },
  'InvalidParameter.SubUserPhoneNotExsit': {
    kind: 'service',
    en: 'The user `{user}` has no verified mobile number.',
    zh: '子账号 `{user}` 不存在已认证的手机。',
    meaning: 'Somebody you named as approver cannot be reached by phone yet.',
  },
  'InvalidParameter.Tag': {
    kind: 'service',
    en: 'The tags are not valid: {problem}',
    zh: '标签参数错误：{problem}',
    meaning: 'Something about the tags you sent does not add up.',
  },
  'InvalidParameter.TagLimitExceeded': {
    kind: 'service',
    en: 'The number of tags is over the limit `{limit}`.',
    zh: '标签数量超过上限 `{limit}`。',
    meaning: 'You put more tags on the object than it can have.',
  },
  'InvalidParameter.TagParamError': {
    kind: 'service',
    en: 'The tag is not valid: {problem}',
    zh: '标签参数错误：{problem}',
    meaning: 'A tag you sent has a key or a value that cannot be stored.',
  },
  'InvalidParameter.UinError': {
    kind: 'service',
    en: 'The parameter `Uin` is not valid: {problem}',
    zh: '参数 `Uin` 不合法：{problem}',
    meaning: 'The account number you gave is not usable.',
  },
  'InvalidParameter.UnsupportedService': {
    kind: 'service',
    en: 'The service `{service}` has no resources with tags here.',
    zh: '业务 `{service}` 不支持标签操作。',
    meaning: 'Nothing of the service you named can carry tags on this server.',
  },
  'InvalidParameter.UserGroupFull': {
    kind: 'service',
    en: 'The number of user groups of the user has reached the limit `{limit}`.',
    zh: '用户加入的用户组数量达到上限 `{limit}`。',
    meaning: 'The user cannot join another group before leaving one.',
  },
  'InvalidParameter.UserNameIllegal': {
    kind: 'service',
    en: 'The user name is not valid: {problem}',
    zh: '用户名不合法：{problem}',
    meaning: 'The user name is empty, too long or contains signs that user names may not have.',
  },
  'InvalidParameter.UserNotAuth': {
    kind: 'service',
    en: 'The root account has not completed identity verification.',
    zh: '主账号未实名认证。',
    meaning: 'The account must prove its identity before it may do this.',
  },
  'InvalidParameter.UserNotExist': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: 'A sub-account in your parameters cannot be found in the account.',
  },
  'InvalidParameter.UserUinAndUinNotAllNull': {
    kind: 'service',
    en: 'One of `Uid` and `Uin` must be given.',
    zh: '`Uid` 和 `Uin` 不能同时为空。',
    meaning: 'You named a group but not its user, which takes at least one of the two numbers.',
  },
  'InvalidParameter.VersionError': {
    kind: 'service',
    en: 'The version of the policy is not valid: {problem}',
    zh: '策略 version 不合法：{problem}',
    meaning: 'Your policy does not state 2.0 as the version of its language.',
  },
  'InvalidParameterValue.DeleteTagsParamError': {
    kind: 'service',
    en: 'The tag key `{key}` is to be both set and removed.',
    zh: '标签键 `{key}` 不能同时出现在 ReplaceTags 和 DeleteTags 中。',
    meaning: 'You asked to set a key and to remove it in one request.',
  },
  'InvalidParameterValue.IdentityKeyError': {
    kind: 'service',
    en: 'The signature key of the identity provider is not valid: {problem}',
    zh: '身份提供商签名公钥错误：{problem}',
    meaning: 'The server cannot use the key you sent for checking id tokens.',
  },
  'InvalidParameterValue.IdentityUrlError': {
    kind: 'service',
    en: 'The URL of the identity provider is not valid: {problem}',
    zh: '身份提供商 URL 错误：{problem}',
    meaning: 'The address you gave for the identity provider cannot be used.',
  },
  'InvalidParameterValue.MaxResult': {
    kind: 'service',
    en: 'The parameter `MaxResults` must be from 1 to {max}.',
    zh: '参数 `MaxResults` 的取值范围为 1 到 {max}。',
    meaning: 'You asked for more entries at once than one answer holds, or for none.',
  },
  'InvalidParameterValue.MetadataError': {
    kind: 'service',
    en: 'The metadata document of the identity provider is not valid: {problem}',
    zh: '身份提供商元数据文档错误：{problem}',
    meaning: 'The SAML metadata you sent cannot be read.',
  },
  'InvalidParameterValue.NameError': {
    kind: 'service',
    en: 'The name of the identity provider is not valid: {problem}',
    zh: '身份提供商名称错误：{problem}',
    meaning: 'An identity provider cannot bear the name you chose.',
  },
  'InvalidParameterValue.OffsetInvalid': {
    kind: 'service',
    en: 'The parameter `Offset` is not valid: {problem}',
    zh: '参数 `Offset` 不合法：{problem}',
    meaning: 'The place where the listing should begin is out of bounds.',
  },
  'InvalidParameterValue.RegionInvalid': {
    kind: 'service',
    en: 'The parameter `ResourceRegion` is not valid: {problem}',
    zh: '参数 `ResourceRegion` 不合法：{problem}',
    meaning: 'The region you wrote cannot be the name of one.',
  },
  'InvalidParameterValue.ResourceDescriptionError': {
    kind: 'service',
    en: 'The resource description is not valid: {problem}',
    zh: '资源描述错误：{problem}',
    meaning: 'The description of a resource is not put together as it should be.',
  },
  'InvalidParameterValue.ResourceIdInvalid': {
    kind: 'service',
    en: 'The resource id is not valid: {problem}',
    zh: '资源 ID 错误：{problem}',
    meaning: 'Nothing that can be tagged goes by the id you gave.',
  },
  'InvalidParameterValue.ResourcePrefixInvalid': {
    kind: 'service',
    en: 'The resource prefix `{prefix}` is not valid: {problem}',
    zh: '资源前缀 `{prefix}` 错误：{problem}',
    meaning: 'The type you put before the id is not one that can be tagged.',
  },
  'InvalidParameterValue.ServiceTypeInvalid': {
    kind: 'service',
    en: 'The service `{service}` has no resources with tags here.',
    zh: '业务类型 `{service}` 错误：不支持标签。',
    meaning: 'You asked about a service that keeps no tags here.',
  },
  'InvalidParameterValue.TagKeyCharacterIllegal': {
    kind: 'service',
    en: 'The tag key `{key}` has characters that are not allowed.',
    zh: '标签键 `{key}` 包含非法字符。',
    meaning: 'A key holds signs that keys must not hold.',
  },
  'InvalidParameterValue.TagKeyDuplicate': {
    kind: 'service',
    en: 'The tag key `{key}` occurs twice.',
    zh: '标签键 `{key}` 重复。',
    meaning: 'You gave one key more than once.',
  },
  'InvalidParameterValue.TagKeyEmpty': {
    kind: 'service',
    en: 'A tag key is empty.',
    zh: '标签键不能为空值。',
    meaning: 'You left the key of a tag blank.',
  },
  'InvalidParameterValue.TagKeyLengthExceeded': {
    kind: 'service',
    en: 'A tag key has more than `{limit}` characters.',
    zh: '标签键长度超过 `{limit}` 个字符。',
    meaning: 'One of your keys runs on beyond its bound.',
  },
  'InvalidParameterValue.TagValueCharacterIllegal': {
    kind: 'service',
    en: 'The value of the tag `{key}` has characters that are not allowed.',
    zh: '标签 `{key}` 的值包含非法字符。',
    meaning: 'A value holds signs that values must not hold.',
  },
  'InvalidParameterValue.TagValueEmpty': {
    kind: 'service',
    en: 'The value of the tag `{key}` is empty.',
    zh: '标签 `{key}` 的值不能为空值。',
    meaning: 'You left the value of a tag blank.',
  },
  'InvalidParameterValue.TagValueLengthExceeded': {
    kind: 'service',
    en: 'The value of the tag `{key}` has more than `{limit}` characters.',
    zh: '标签 `{key}` 的值超过 `{limit}` 个字符。',
    meaning: 'One of your values runs on beyond its bound.',
  },
  'InvalidParameterValue.Time': {
    kind: 'service',
    en: 'The parameter `StartTime` must not be later than `EndTime`.',
    zh: '参数 `StartTime` 不能晚于 `EndTime`。',
    meaning: 'The time that you look at ends before it begins.',
  },
  'InvalidParameterValue.attributeKey': {
    kind: 'service',
    en: 'The parameter `AttributeKey` must be one of {keys}.',
    zh: '参数 `AttributeKey` 的取值须为以下之一：{keys}。',
    meaning: 'There is no such condition to look events up by.',
  },
  'LimitExceeded.DecisionTokens': {
    kind: 'service',
    en: 'The number of decision tokens has reached the limit `{limit}`.',
    zh: '决策令牌数量达到上限 `{limit}`。',
    meaning: 'No further decision token fits: delete one that is no longer used, or wait until one ends.',
  },
  'LimitExceeded.IdentityFull': {
    kind: 'service',
    en: 'The number of identity providers has reached the limit `{limit}`.',
    zh: '身份提供商数量达到上限 `{limit}`。',
    meaning: 'No further identity provider fits: you are at their quota.',
  },
  'LimitExceeded.ResourceAttachedTags': {
    kind: 'service',
    en: 'A resource can have at most `{limit}` tags.',
    zh: '资源关联的标签数超过上限 `{limit}`。',
    meaning: 'With these the resource would carry more tags than it can.',
  },
  'LimitExceeded.ResourceNumPerRequest': {
    kind: 'service',
    en: 'A request can name at most `{limit}` resources.',
    zh: '单次请求的资源数超过上限 `{limit}`。',
    meaning: 'You named more resources at once than a request may.',
  },
  'LimitExceeded.TagNumPerRequest': {
    kind: 'service',
    en: 'A request can name at most `{limit}` tags.',
    zh: '单次请求的标签数超过上限 `{limit}`。',
    meaning: 'You sent more tags at once than a request may.',
  },
  'LimitExceeded.Uin': {
    kind: 'service',
    en: 'A user can do this at most `{limit}` times in 24 hours.',
    zh: '每个用户 24 小时内最多请求 `{limit}` 次。',
    meaning: 'You have done this as often as one day allows.',
  },
  'OperationDenied.AccessKeyOverLimit': {
    kind: 'service',
    en: 'An account can have at most `{limit}` access keys.',
    zh: '每个账号最多可拥有 `{limit}` 个访问密钥。',
    meaning: 'Delete an access key first: the user has the full number already.',
  },
  'OperationDenied.HaveKeys': {
    kind: 'service',
    en: 'The user `{user}` still has API keys.',
    zh: '用户 `{user}` 仍有未删除的 API 密钥。',
    meaning: 'The user cannot go before the access keys are deleted, or deleted along by force.',
  },
  'OperationDenied.SubUin': {
    kind: 'service',
    en: 'A sub-account cannot operate the access keys of the root account `{user}`.',
    zh: '子账号不能操作主账号 `{user}` 的访问密钥。',
    meaning: 'You are a sub-account and reached for a key that belongs to the root account.',
  },
  'OperationDenied.UinNotMatch': {
    kind: 'service',
    en: 'The access key `{secretId}` belongs to another user than the one meant.',
    zh: '访问密钥 `{secretId}` 不属于该账号。',
    meaning: 'You named a key and a user that do not belong together.',
  },
  'RequestLimitExceeded.CreateUser': {
    kind: 'service',
    en: 'An account without verified identity can create at most `{limit}` users in 24 hours.',
    zh: '未实名认证的主账号 24 小时内最多创建 `{limit}` 个用户。',
    meaning: 'You added too many users within a day for an account whose owner is not verified.',
  },
  'ResourceNotFound.GroupNotExist': {
    kind: 'service',
    en: 'The user group `{group}` does not exist.',
    zh: '用户组 `{group}` 不存在。',
    meaning: 'The user group that the call is about is not in the account.',
  },
  'ResourceNotFound.IdentityNotExist': {
    kind: 'service',
    en: 'The identity provider `{name}` does not exist.',
    zh: '身份提供商 `{name}` 不存在。',
    meaning: 'Your account has no identity provider under the name you gave.',
  },
  'ResourceNotFound.NotFound': {
    kind: 'service',
    en: 'The resource `{resource}` does not exist.',
    zh: '资源 `{resource}` 不存在。',
    meaning: 'What the call is about is not there, or is not there any more.',
  },
  'ResourceNotFound.PolicyIdNotFound': {
    kind: 'service',
    en: 'The policy `{policy}` does not exist.',
    zh: '策略 `{policy}` 不存在。',
    meaning: 'The policy that the call is about cannot be found, perhaps because it was deleted.',
  },
  'ResourceNotFound.SecretNotExist': {
    kind: 'service',
    en: 'The access key `{secretId}` does not exist.',
    zh: '访问密钥 `{secretId}` 不存在。',
    meaning: 'The user whose keys you manage has no key with this SecretId.',
  },
  'ResourceNotFound.UserNotExist': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: 'The user that the call is about is not in the account; two group actions say so of a missing group too.',
  },
  'ResourceNotFound.UserNotExists': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: "None of the account's recipients bears that name.",
  },
  'UnauthorizedOperation.DeleteApiKey': {
    kind: 'service',
    en: 'You are not authorized to delete the API keys of the user `{user}`.',
    zh: '没有删除用户 `{user}` 的 API 密钥的权限。',
    meaning: 'Deleting this user takes its keys along, and you may not delete keys.',
  },
})

type Errors = typeof errors

export type ErrorCode = keyof Errors & string

type Hole<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Hole<Rest> : never

type Filled<Text extends string> = { readonly [Name in Hole<Text>]: string }

type Worded<C extends ErrorCode> = Errors[C] extends { readonly wordings: infer Wordings }
  ? {
      [Name in keyof Wordings]: Wordings[Name] extends { readonly en: infer Text extends string }
        ? { readonly wording: Name } & Filled<Text>
        : never
    }[keyof Wordings]
  : never

/** What fills the holes of a code's text: its main text, or one of its `wordings` named by `wording`. */
export type ErrorDetail<C extends ErrorCode> = Filled<Errors[C]['en']> | Worded<C>

/** The row of a code, also for text from outside. */
export function errorRow(code: string): ErrorRow | undefined {
  return isErrorCode(code) ? errors[code] : undefined
}

/** Whether a text is a code of the table. */
export function isErrorCode(code: string): code is ErrorCode {
  return code in errors
}

const holePattern = /\{(\w+)\}/g

/** Names of the holes of a text, in order of appearance. */
export function holesOf(text: string): string[] {
  return Array.from(text.matchAll(holePattern), (match) => match[1] ?? '')
}

/** The text of a code in a language with its holes filled; a hole without a value stays empty. */
export function errorText(
  code: ErrorCode,
  detail: Readonly<Record<string, string>>,
  language: 'en-US' | 'zh-CN',
): string {
  const row: ErrorRow = errors[code]
  const named = detail['wording']
  const wording =
    (named !== undefined && row.wordings && Object.hasOwn(row.wordings, named) && row.wordings[named]) || row
  const text = language === 'zh-CN' ? wording.zh : wording.en
  return text.replace(holePattern, (_, hole: string) => (Object.hasOwn(detail, hole) ? (detail[hole] ?? '') : ''))
}
