// The only list of error codes: wire code, text with {holes} in both languages, meaning, and for common codes when they are sent.
// A text never takes a secret. Holes are filled by response.ts; `wordings` are further texts of a code for particular faults.

interface Wording {
  readonly en: string
  /** The same holes as `en`. */
  readonly zh: string
}

export interface ErrorRow extends Wording {
  readonly kind: 'common' | 'service'
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
    meaning: 'API taken out of service',
    never: 'because no API that this server once offered has been taken out',
  },
  'AuthFailure.InvalidAuthorization': {
    kind: 'common',
    en: 'The request `Authorization` header does not conform to tencentcloud standards: {problem}',
    zh: '请求头部的 `Authorization` 不符合腾讯云标准：{problem}',
    meaning: 'Authorization header malformed',
    trigger:
      'The Authorization header is there but breaks the grammar of TC3-HMAC-SHA256; the tail names the part at fault.',
  },
  'AuthFailure.InvalidSecretId': {
    kind: 'common',
    en: 'The SecretId is not a key of the cloud API.',
    zh: '密钥非法（不是云 API 密钥类型）。',
    meaning: 'key is not of the cloud API kind',
    trigger:
      'The SecretId cannot be one of the cloud API: longer than 1,024 characters, or with others than visible ASCII.',
  },
  'AuthFailure.MFAFailure': {
    kind: 'common',
    en: 'Multi-factor authentication failed.',
    zh: 'MFA 校验失败。',
    meaning: 'multi-factor check failed',
    never: 'because no signed call asks for a second factor',
  },
  'AuthFailure.SecretIdNotFound': {
    kind: 'common',
    en: 'The SecretId is not found, please ensure that your SecretId is correct.',
    zh: '密钥不存在，请确认 SecretId 是否正确。',
    meaning: 'no such key, or deleted, disabled or mistyped',
    trigger: 'No active key has the SecretId: it never existed, was deleted or is disabled.',
  },
  'AuthFailure.SignatureExpire': {
    kind: 'common',
    en: 'The signature is expired, please request again.',
    zh: '签名已过期，请重新发起请求。',
    meaning: "timestamp over five minutes off the server's clock",
    trigger: 'The timestamp is more than 300 seconds before or after the clock of the server.',
  },
  'AuthFailure.SignatureFailure': {
    kind: 'common',
    en: 'The provided credentials could not be validated. Please check your signature is correct.',
    zh: '请求签名验证失败，请检查您的签名计算是否正确。',
    meaning: 'signature does not match',
    trigger:
      'The signature fits none of the canonical forms of the request, or a request with a v1 signature comes a second time.',
  },
  'AuthFailure.TokenFailure': {
    kind: 'common',
    en: 'Token verification failed. Please check your Token is correct.',
    zh: 'Token 校验失败，请检查 Token 是否正确。',
    meaning: 'token of the temporary key is wrong',
    trigger:
      'A temporary key comes without its token, or with one that is altered, of another key or server, expired or ended; or a permanent key comes with a token.',
  },
  'AuthFailure.UnauthorizedOperation': {
    kind: 'common',
    en: 'You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys. [[request id:{requestId}]you are not authorized to perform operation ({operation})\nresource ({resource}) has no permission\n{condition}]',
    zh: '操作未授权，请检查CAM策略。[[request id:{requestId}]you are not authorized to perform operation ({operation})\nresource ({resource}) has no permission\n{condition}]',
    meaning: 'no policy allows the call',
    trigger: 'The policies in force for the caller do not allow the operation on the resource, or one denies it.',
  },
  DryRunOperation: {
    kind: 'common',
    en: 'The request would have succeeded, but it was a dry run.',
    zh: 'DryRun 操作，代表请求将会是成功的，只是多传了 DryRun 参数。',
    meaning: 'dry run: the call would have gone through',
    never: 'because no action has a DryRun parameter',
  },
  FailedOperation: {
    kind: 'common',
    en: 'The operation failed: {problem}',
    zh: '操作失败：{problem}',
    meaning: 'operation failed',
    trigger: 'An action that was allowed and well-formed could not be carried out, and no narrower code fits.',
  },
  'FailedOperation.CheckMFAError': {
    kind: 'service',
    en: 'The second factor could not be verified: {problem}',
    zh: 'MFA 校验失败：{problem}',
    meaning: 'second factor wrong',
  },
  'FailedOperation.MFATypeNotSupported': {
    kind: 'service',
    en: 'The type of the second factor is not supported: {problem}',
    zh: '不支持的 MFA 类型：{problem}',
    meaning: 'kind of device that cannot be checked',
  },
  'FailedOperation.TempKeyNotAllowed': {
    kind: 'service',
    en: 'A temporary key cannot do this.',
    zh: '不支持使用临时密钥调用。',
    meaning: 'call needs a permanent key',
  },
  InternalError: {
    kind: 'common',
    en: 'An internal error has occurred. Retry your request, and give the RequestId to the operator of the server if it happens again.',
    zh: '内部错误，请重试；若仍然失败，请将 RequestId 提供给服务管理员。',
    meaning: 'fault on the server',
    trigger: 'Something failed inside the server; the details are in its log under the RequestId.',
  },
  InvalidAction: {
    kind: 'common',
    en: 'The request `Action` is invalid or not found.',
    zh: '请求的 `Action` 无效或不存在。',
    meaning: 'no such API',
    trigger: 'The product has the version, but no action of this name in it.',
  },
  InvalidParameter: {
    kind: 'common',
    en: '{problem}',
    zh: '{problem}',
    meaning: 'parameter wrong',
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
    meaning: 'account missing or unusable',
  },
  'InvalidParameter.GrantOtherResource': {
    kind: 'service',
    en: 'cant grant other resource: {problem}',
    zh: '不能授权其他账号的资源：{problem}',
    meaning: 'policy of a session names resources of another account',
  },
  'InvalidParameter.OverTimeError': {
    kind: 'service',
    en: 'The parameter `DurationSeconds` is over its limit of {limit} seconds.',
    zh: '参数 `DurationSeconds` 超过上限 {limit} 秒。',
    meaning: 'session too long',
  },
  'InvalidParameter.PolicyTooLong': {
    kind: 'service',
    en: 'The policy is too long: {problem}',
    zh: '策略过长：{problem}',
    meaning: 'policy of a session too long',
  },
  'InvalidParameter.ResouceError': {
    kind: 'service',
    en: 'The resource description is not valid: {problem}',
    zh: '资源六段式错误：{problem}',
    meaning: 'bad six-segment name',
  },
  'InvalidParameter.StrategyFormatError': {
    kind: 'service',
    en: 'The format of the policy is not valid: {problem}',
    zh: '策略语法错误：{problem}',
    meaning: 'policy of a session malformed',
  },
  'InvalidParameter.StrategyInvalid': {
    kind: 'service',
    en: 'The policy is not valid: {problem}',
    zh: '策略非法：{problem}',
    meaning: 'policy of a session says what cannot be',
  },
  InvalidParameterValue: {
    kind: 'common',
    en: 'The value `{value}` specified in the parameter `{name}` is not valid',
    zh: '参数 `{name}` 的取值 `{value}` 无效',
    meaning: 'value of a parameter wrong',
    trigger: 'A parameter has the right type, but a value out of its range, length or set.',
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
    meaning: 'multipart body malformed',
    trigger: 'The body of a multipart/form-data request cannot be taken apart.',
  },
  IpInBlacklist: {
    kind: 'common',
    en: 'Your IP address is in the blacklist.',
    zh: 'IP 地址在黑名单中。',
    meaning: "caller's address is on the account's deny list",
    never: 'because an account has no list of addresses; address conditions (qcs:ip) are written in policies',
  },
  IpNotInWhitelist: {
    kind: 'common',
    en: 'Your IP address is not in the whitelist.',
    zh: 'IP 地址不在白名单中。',
    meaning: "caller's address is not on the account's allow list",
    never: 'because an account has no list of addresses; address conditions (qcs:ip) are written in policies',
  },
  LimitExceeded: {
    kind: 'common',
    en: 'The quota of `{limit}` is used up.',
    zh: '超过配额限制 `{limit}`。',
    meaning: 'quota used up',
    never: 'because every quota has a narrower code, which the actions that it limits list',
  },
  MissingParameter: {
    kind: 'common',
    en: 'The request is missing a required parameter `{name}`.',
    zh: '请求缺少必要参数 `{name}`。',
    meaning: 'parameter missing',
    trigger: 'A required parameter, common or of the action, is absent or null.',
  },
  NoSuchProduct: {
    kind: 'common',
    en: 'The product `{product}` does not exist.',
    zh: '产品 `{product}` 不存在。',
    meaning: 'no such product',
    trigger: 'The Host header names a product that this server does not serve.',
  },
  NoSuchVersion: {
    kind: 'common',
    en: 'The specified api version=`{version}` does not exist in service=`{service}`.',
    zh: '产品 `{service}` 不存在接口版本 `{version}`。',
    meaning: 'no such API version',
    trigger: 'The product has no API of the version.',
  },
  RequestLimitExceeded: {
    kind: 'common',
    en: 'Your current request times equals to `{times}` in a second, which exceeds the frequency limit `{limit}` for a second. Please reduce the frequency of calls.',
    zh: '您当前每秒请求 `{times}` 次，超过了每秒频率上限 `{limit}`，请稍后重试。',
    meaning: 'too many calls',
    trigger: 'The account calls the action more often within a second than its documented limit.',
  },
  'RequestLimitExceeded.GlobalRegionUinLimitExceeded': {
    kind: 'common',
    en: 'The account makes more than `{limit}` calls in a second over all regions.',
    zh: '主账号在所有地域的请求超过频率上限 `{limit}`。',
    meaning: 'account makes too many calls',
    never: 'because limits count per account and action, and the server has no regions to add up',
  },
  'RequestLimitExceeded.IPLimitExceeded': {
    kind: 'common',
    en: 'Your IP address makes more than `{limit}` calls in a second.',
    zh: 'IP 请求超过频率上限 `{limit}`。',
    meaning: 'address makes too many calls',
    never: 'because signed calls are counted per account and action, not per address',
  },
  'RequestLimitExceeded.UinLimitExceeded': {
    kind: 'common',
    en: 'The account makes more than `{limit}` calls in a second.',
    zh: '主账号请求超过频率上限 `{limit}`。',
    meaning: 'account makes too many calls',
    never: 'because the limit per account and action is told by RequestLimitExceeded itself',
  },
  RequestSizeLimitExceeded: {
    kind: 'common',
    en: 'The request is larger than the limit of `{limit}` bytes.',
    zh: '请求大小超过上限 `{limit}` 字节。',
    meaning: 'request too large',
    trigger: 'A GET is over 32 KB, a POST by form (as v1 signatures need it) over 1 MB, or any other POST over 10 MB.',
  },
  ResourceInUse: {
    kind: 'common',
    en: 'The resource `{resource}` is in use.',
    zh: '资源 `{resource}` 被占用。',
    meaning: 'resource in use',
    never: 'because what stands in the way of a removal has a narrower code, or is removed along',
  },
  ResourceInsufficient: {
    kind: 'common',
    en: 'The resource `{resource}` is insufficient.',
    zh: '资源 `{resource}` 不足。',
    meaning: 'resources short',
    never: 'because no action allots anything that can run short; quotas have codes of their own',
  },
  ResourceNotFound: {
    kind: 'common',
    en: 'The resource `{resource}` does not exist.',
    zh: '资源 `{resource}` 不存在。',
    meaning: 'no such resource',
    never: 'because whatever a parameter can name has a narrower code for not being there',
  },
  'ResourceNotFound.RoleNotFound': {
    kind: 'service',
    en: 'The role `{role}` does not exist.',
    zh: '角色 `{role}` 不存在。',
    meaning: 'no such role',
  },
  ResourceUnavailable: {
    kind: 'common',
    en: 'The resource `{resource}` is unavailable.',
    zh: '资源 `{resource}` 不可用。',
    meaning: 'resource not available',
    never: 'because identities and policies are either there or not; none is there and unavailable',
  },
  ResponseSizeLimitExceeded: {
    kind: 'common',
    en: 'The response is larger than the limit of `{limit}` bytes.',
    zh: '返回包大小超过上限 `{limit}` 字节。',
    meaning: 'answer too large',
    trigger: 'The answer would be over 10 MB, as with a list without paging.',
  },
  ServiceUnavailable: {
    kind: 'common',
    en: 'The service is temporarily unavailable.',
    zh: '当前服务暂时不可用。',
    meaning: 'service down for now',
    never:
      'because a server that shuts down answers what it took and hangs up on the rest, and a store that fails is an internal error',
  },
  UnauthorizedOperation: {
    kind: 'common',
    en: 'You are not authorized to perform this operation: {problem}',
    zh: '未授权操作：{problem}',
    meaning: 'not permitted',
    trigger: 'An action refuses the caller by a rule of its own, where policies alone would allow it.',
  },
  UnknownParameter: {
    kind: 'common',
    en: 'The parameter `{name}` is not recognized.',
    zh: '未知参数 `{name}`。',
    meaning: 'parameter not known',
    trigger: 'A parameter, or a member of one, is not in the definition of the action.',
  },
  UnsupportedOperation: {
    kind: 'common',
    en: 'The operation is not supported: {problem}',
    zh: '操作不支持：{problem}',
    meaning: 'operation not supported',
    trigger: 'A temporary key asks for a federation token, which only permanent keys can.',
  },
  UnsupportedProtocol: {
    kind: 'common',
    en: 'The request method `{method}` is not supported. Use GET or POST.',
    zh: '不支持请求方法 `{method}`，请使用 GET 或 POST。',
    meaning: 'only GET and POST are taken',
    trigger: 'The method of the HTTP request is neither GET nor POST.',
  },
  UnsupportedRegion: {
    kind: 'common',
    en: 'The action not support this region.',
    zh: '接口不支持所传地域。',
    meaning: 'API not offered in the region',
    never: 'because the actions served here do not depend on a region',
  },

  'FailedOperation.Accesskey': {
    kind: 'service',
    en: 'The operation on the access key failed: {problem}',
    zh: '操作访问密钥失败：{problem}',
    meaning: 'handling the access key failed',
  },
  'FailedOperation.AssistApproverFull': {
    kind: 'service',
    en: 'The number of approvers has reached the limit `{limit}`.',
    zh: '协助审批人数量达到上限 `{limit}`。',
    meaning: 'too many approvers',
  },
  'FailedOperation.PolicyFull': {
    kind: 'service',
    en: 'The number of custom policies has reached the limit `{limit}`.',
    zh: '自定义策略数量达到上限 `{limit}`。',
    meaning: 'too many policies',
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
    meaning: 'policy name taken',
  },
  'FailedOperation.PolicyVersionAlreadyDefault': {
    kind: 'service',
    en: 'The policy version `{version}` is the default version already.',
    zh: '策略版本 `{version}` 已是默认版本。',
    meaning: 'version is in force already',
  },
  'FailedOperation.PolicyVersionFull': {
    kind: 'service',
    en: 'The number of versions of the policy has reached the limit `{limit}`.',
    zh: '策略版本数量达到上限 `{limit}`。',
    meaning: 'policy has as many versions as allowed',
  },
  'FailedOperation.TagResourceFailed': {
    kind: 'service',
    en: 'Binding the tag failed: {problem}',
    zh: '绑定标签失败：{problem}',
    meaning: 'binding the tag failed',
  },
  'FailedOperation.UnTagResourceFailed': {
    kind: 'service',
    en: 'Unbinding the tag failed: {problem}',
    zh: '解绑标签失败：{problem}',
    meaning: 'unbinding the tag failed',
  },
  'FailedOperation.UserNotBindPhone': {
    kind: 'service',
    en: 'The user `{user}` has no bound phone.',
    zh: '用户 `{user}` 未绑定手机。',
    meaning: 'account has no phone',
  },
  'FailedOperation.UserNotBindWechat': {
    kind: 'service',
    en: 'The user `{user}` has no bound WeChat.',
    zh: '用户 `{user}` 未绑定微信。',
    meaning: 'account has no WeChat',
  },
  'FailedOperation.UserUnbindNoPermission': {
    kind: 'service',
    en: 'The user has no permission for this operation: {problem}',
    zh: '用户没有操作权限：{problem}',
    meaning: 'user may not do this',
  },
  'InternalError.SystemError': {
    kind: 'service',
    en: 'An internal system error has occurred. Retry your request.',
    zh: '系统内部错误，请重试。',
    meaning: 'fault on the server',
  },
  'InvalidParameter.ActionError': {
    kind: 'service',
    en: 'The action of the policy is not valid: {problem}',
    zh: '策略 action 不合法：{problem}',
    meaning: 'policy text: bad action',
  },
  'InvalidParameter.ActionMiss': {
    kind: 'service',
    en: 'The policy has a statement without action: {problem}',
    zh: '策略缺少 action：{problem}',
    meaning: 'policy text: action missing',
  },
  'InvalidParameter.ActionNotExist': {
    kind: 'service',
    en: 'The action of the policy does not exist: {problem}',
    zh: '策略 action 不存在：{problem}',
    meaning: 'policy text: unknown action',
  },
  'InvalidParameter.ActionServiceNotExist': {
    kind: 'service',
    en: 'The service of an action of the policy does not exist: {problem}',
    zh: '策略 action 中的产品不存在：{problem}',
    meaning: 'policy text: action of an unknown service',
  },
  'InvalidParameter.AssitApproverTypeError': {
    kind: 'service',
    en: 'The parameter `ApproverType` is not valid: {problem}',
    zh: '参数 `ApproverType` 不合法：{problem}',
    meaning: 'bad kind of approver',
  },
  'InvalidParameter.AttachmentFull': {
    kind: 'service',
    en: 'The number of policies attached to the principal has reached the limit `{limit}`.',
    zh: '授权对象关联的策略数达到上限 `{limit}`。',
    meaning: 'principal has as many policies as allowed',
  },
  'InvalidParameter.ConditionContentError': {
    kind: 'service',
    en: 'The content of a condition of the policy is not valid: {problem}',
    zh: '策略 condition 内容不合法：{problem}',
    meaning: 'policy text: bad content of condition',
  },
  'InvalidParameter.ConditionError': {
    kind: 'service',
    en: 'The condition of the policy is not valid: {problem}',
    zh: '策略 condition 不合法：{problem}',
    meaning: 'policy text: bad condition',
  },
  'InvalidParameter.ConditionTypeError': {
    kind: 'service',
    en: 'The operator of a condition of the policy is not valid: {problem}',
    zh: '策略 condition 运算符不合法：{problem}',
    meaning: 'policy text: bad operator in condition',
  },
  'InvalidParameter.DeletionTaskNotExist': {
    kind: 'service',
    en: 'The deletion task `{task}` does not exist.',
    zh: '删除任务 `{task}` 不存在。',
    meaning: 'no such deletion task',
  },
  'InvalidParameter.DescriptionLengthOverlimit': {
    kind: 'service',
    en: 'The description is longer than `{limit}` bytes.',
    zh: '描述长度超过 `{limit}` 字节。',
    meaning: 'description too long',
  },
  'InvalidParameter.EffectError': {
    kind: 'service',
    en: 'The effect of the policy is not valid: {problem}',
    zh: '策略 effect 不合法：{problem}',
    meaning: 'policy text: bad effect',
  },
  'InvalidParameter.EntityFilterError': {
    kind: 'service',
    en: 'The parameter `EntityFilter` is not valid: {problem}',
    zh: '参数 `EntityFilter` 不合法：{problem}',
    meaning: 'bad EntityFilter',
  },
  'InvalidParameter.GroupFull': {
    kind: 'service',
    en: 'The number of user groups has reached the limit `{limit}`.',
    zh: '用户组数量达到上限 `{limit}`。',
    meaning: 'too many user groups',
  },
  'InvalidParameter.GroupIdError': {
    kind: 'service',
    en: 'The parameter `GroupId` is not valid: {problem}',
    zh: '参数 `GroupId` 不合法：{problem}',
    meaning: 'bad GroupId',
  },
  'InvalidParameter.GroupNameInUse': {
    kind: 'service',
    en: 'The user group name `{name}` is already in use.',
    zh: '用户组名称 `{name}` 已存在。',
    meaning: 'group name taken',
  },
  'InvalidParameter.GroupNotExist': {
    kind: 'service',
    en: 'The user group `{group}` does not exist.',
    zh: '用户组 `{group}` 不存在。',
    meaning: 'no such user group',
  },
  'InvalidParameter.GroupUserFull': {
    kind: 'service',
    en: 'The number of users in the user group has reached the limit `{limit}`.',
    zh: '用户组中的用户数量达到上限 `{limit}`。',
    meaning: 'user group has as many users as allowed',
  },
  'InvalidParameter.IPIllegal': {
    kind: 'service',
    en: 'The address `{address}` is not valid: one address or a block such as 10.0.0.0/8 is expected.',
    zh: 'IP 段 `{address}` 格式不合法：应为单个地址或 10.0.0.0/8 形式的网段。',
    meaning: 'bad address or block',
  },
  'InvalidParameter.IPRangeOverlapping': {
    kind: 'service',
    en: 'The addresses `{address}` and `{other}` overlap.',
    zh: 'IP 段 `{address}` 与 `{other}` 重叠。',
    meaning: 'addresses overlap',
  },
  'InvalidParameter.IdentityNameInUse': {
    kind: 'service',
    en: 'The identity provider name `{name}` is already in use.',
    zh: '身份提供商名称 `{name}` 已存在。',
    meaning: 'provider name taken',
  },
  'InvalidParameter.KeywordError': {
    kind: 'service',
    en: 'The parameter `Keyword` is not valid: {problem}',
    zh: '参数 `Keyword` 不合法：{problem}',
    meaning: 'bad Keyword',
  },
  'InvalidParameter.MFATokenError': {
    kind: 'service',
    en: 'The MFA token is not valid: {problem}',
    zh: 'MFA Token 错误：{problem}',
    meaning: 'multi-factor token not accepted',
  },
  'InvalidParameter.NotSupportProduct': {
    kind: 'service',
    en: 'CAM does not support a resource type of the policy: {problem}',
    zh: 'CAM 不支持策略中指定的资源类型：{problem}',
    meaning: 'policy text: resource type not known to CAM',
  },
  'InvalidParameter.OperateEntitiesOverLimit': {
    kind: 'service',
    en: 'More than `{limit}` entities in one operation.',
    zh: '一次操作的实体数量超过上限 `{limit}`。',
    meaning: 'too many entities at once',
  },
  'InvalidParameter.OrganizationRoleOperateError': {
    kind: 'service',
    en: 'Only the administrator of the organization can operate the role `{role}`.',
    zh: '只有组织管理员可以操作角色 `{role}`。',
    meaning: "only the organization's admin may handle this role",
  },
  'InvalidParameter.PaginationTokenInvalid': {
    kind: 'service',
    en: 'The token of the page is not valid: {problem}',
    zh: '分页 Token 不合法：{problem}',
    meaning: 'bad token of a page',
  },
  'InvalidParameter.ParamError': {
    kind: 'service',
    en: 'Invalid parameter: {problem}',
    zh: '非法入参：{problem}',
    meaning: 'parameter not valid',
  },
  'InvalidParameter.PasswordRuleError': {
    kind: 'service',
    en: 'The password rules are not valid: {problem}',
    zh: '密码规则错误：{problem}',
    meaning: 'bad password rules',
  },
  'InvalidParameter.PasswordViolatedRules': {
    kind: 'service',
    en: 'The password does not comply with the password rules of the account: {problem}',
    zh: '密码不符合账号的密码规则：{problem}',
    meaning: "password against the account's rules",
  },
  'InvalidParameter.PolicyDocumentError': {
    kind: 'service',
    en: 'The parameter `PolicyDocument` is not valid: {problem}',
    zh: '参数 `PolicyDocument` 不合法：{problem}',
    meaning: 'bad PolicyDocument',
  },
  'InvalidParameter.PolicyDocumentLengthOverLimit': {
    kind: 'service',
    en: 'The policy document has more than `{limit}` characters.',
    zh: '策略文档长度超过 `{limit}` 个字符。',
    meaning: 'PolicyDocument too long',
  },
  'InvalidParameter.PolicyIdError': {
    kind: 'service',
    en: 'The parameter `PolicyId` is not valid: {problem}',
    zh: '参数 `PolicyId` 不合法：{problem}',
    meaning: 'bad PolicyId',
  },
  'InvalidParameter.PolicyIdNotExist': {
    kind: 'service',
    en: 'The policy `{policy}` does not exist.',
    zh: '策略 `{policy}` 不存在。',
    meaning: 'no policy with this id',
  },
  'InvalidParameter.PolicyNameError': {
    kind: 'service',
    en: 'The parameter `PolicyName` is not valid: {problem}',
    zh: '参数 `PolicyName` 不合法：{problem}',
    meaning: 'bad PolicyName',
  },
  'InvalidParameter.PolicyVersionNotExists': {
    kind: 'service',
    en: 'The policy version `{version}` does not exist.',
    zh: '策略版本 `{version}` 不存在。',
    meaning: 'no such policy version',
  },
  'InvalidParameter.PrincipalError': {
    kind: 'service',
    en: 'The principal of the policy is not valid: {problem}',
    zh: '策略 principal 不合法：{problem}',
    meaning: 'policy text: bad principal',
  },
  'InvalidParameter.PrincipalQcsCrossError': {
    kind: 'service',
    en: 'The principal belongs to an account of another site: {problem}',
    zh: '策略 principal 中的账号属于其他站点：{problem}',
    meaning: 'role entity of another site',
  },
  'InvalidParameter.PrincipalQcsError': {
    kind: 'service',
    en: 'The qcs of the principal is not valid: {problem}',
    zh: '策略 principal 中的 qcs 不合法：{problem}',
    meaning: 'policy text: bad qcs in principal',
  },
  'InvalidParameter.PrincipalQcsNotExist': {
    kind: 'service',
    en: 'The qcs of the principal does not exist: {problem}',
    zh: '策略 principal 中的 qcs 不存在：{problem}',
    meaning: 'policy text: qcs in principal does not exist',
  },
  'InvalidParameter.PrincipalServiceNotExist': {
    kind: 'service',
    en: 'The service of the principal does not exist: {problem}',
    zh: '策略 principal 中的产品不存在：{problem}',
    meaning: 'policy text: service in principal does not exist',
  },
  'InvalidParameter.ReservedTagKey': {
    kind: 'service',
    en: 'The tag key `{key}` is reserved.',
    zh: '标签键 `{key}` 为系统预留。',
    meaning: 'tag key reserved',
  },
  'InvalidParameter.ResourceContentError': {
    kind: 'service',
    en: 'The sixth segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的资源段不合法：{problem}',
    meaning: 'policy text: bad content of resource',
  },
  'InvalidParameter.ResourceError': {
    kind: 'service',
    en: 'The resource of the policy is not valid: {problem}',
    zh: '策略 resource 不合法：{problem}',
    meaning: 'policy text: bad resource',
  },
  'InvalidParameter.ResourceProjectError': {
    kind: 'service',
    en: 'The project segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的项目段不合法：{problem}',
    meaning: 'policy text: bad project in resource',
  },
  'InvalidParameter.ResourceQcsError': {
    kind: 'service',
    en: 'A resource of the policy is not a six-segment qcs: {problem}',
    zh: '策略 resource 不是六段式 qcs：{problem}',
    meaning: 'policy text: bad qcs in resource',
  },
  'InvalidParameter.ResourceRegionError': {
    kind: 'service',
    en: 'The region segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的地域段不合法：{problem}',
    meaning: 'policy text: bad region in resource',
  },
  'InvalidParameter.ResourceServiceNotExist': {
    kind: 'service',
    en: 'The service of a resource of the policy does not exist: {problem}',
    zh: '策略 resource 中的产品不存在：{problem}',
    meaning: 'policy text: unknown service in resource',
  },
  'InvalidParameter.ResourceUinError': {
    kind: 'service',
    en: 'The account segment of a resource of the policy is not valid: {problem}',
    zh: '策略 resource 的账号段不合法：{problem}',
    meaning: 'policy text: bad root account in resource',
  },
  'InvalidParameter.RoleFull': {
    kind: 'service',
    en: 'The number of roles has reached the limit `{limit}`.',
    zh: '角色数量达到上限 `{limit}`。',
    meaning: 'too many roles',
  },
  'InvalidParameter.RoleNameError': {
    kind: 'service',
    en: 'The parameter `RoleName` is not valid: {problem}',
    zh: '参数 `RoleName` 不合法：{problem}',
    meaning: 'bad role name',
  },
  'InvalidParameter.RoleNameInUse': {
    kind: 'service',
    en: 'The role name `{name}` is already in use.',
    zh: '角色名称 `{name}` 已存在。',
    meaning: 'role name taken',
  },
  'InvalidParameter.RoleNotExist': {
    kind: 'service',
    en: 'The role `{role}` does not exist.',
    zh: '角色 `{role}` 不存在。',
    meaning: 'no such role',
  },
  'InvalidParameter.ScopeError': {
    kind: 'service',
    en: 'The parameter `Scope` is not valid: {problem}',
    zh: '参数 `Scope` 不合法：{problem}',
    meaning: 'bad Scope',
  },
  'InvalidParameter.SearchKeywordLengthError': {
    kind: 'service',
    en: 'The search keyword has a length that is not allowed: {problem}',
    zh: '搜索关键字长度不合法：{problem}',
    meaning: 'search word of a bad length',
  },
  'InvalidParameter.ServiceLinkedPolicyCantInPermissionBoundary': {
    kind: 'service',
    en: 'The policy `{policy}` of a service-linked role cannot be a permissions boundary.',
    zh: '服务相关角色的策略 `{policy}` 不能作为权限边界。',
    meaning: 'policy of a service-linked role cannot be a boundary',
  },
  'InvalidParameter.ServiceLinkedRoleCantUsePermissionBoundary': {
    kind: 'service',
    en: 'The service-linked role `{role}` cannot have a permissions boundary.',
    zh: '服务相关角色 `{role}` 不能设置权限边界。',
    meaning: 'service-linked role cannot have a boundary',
  },
  'InvalidParameter.ServiceTypeError': {
    kind: 'service',
    en: 'The parameter `ServiceType` is not valid: {problem}',
    zh: '参数 `ServiceType` 不合法：{problem}',
    meaning: 'bad ServiceType',
  },
  'InvalidParameter.StatementError': {
    kind: 'service',
    en: 'The statement of the policy is not valid: {problem}',
    zh: '策略 statement 不合法：{problem}',
    meaning: 'policy text: bad statement',
  },
  'InvalidParameter.SubUserFull': {
    kind: 'service',
    en: 'The number of sub-users has reached the limit `{limit}`.',
    zh: '子用户数量达到上限 `{limit}`。',
    meaning: 'too many sub-users',
  },
  'InvalidParameter.SubUserNameInUse': {
    kind: 'service',
    en: 'The user name `{name}` is already in use.',
    zh: '用户名称 `{name}` 已存在。',
    meaning: 'user name taken',
  },
  'InvalidParameter.SubUserPhoneNotExsit': {
    kind: 'service',
    en: 'The user `{user}` has no verified mobile number.',
    zh: '子账号 `{user}` 不存在已认证的手机。',
    meaning: 'approver without a verified phone',
  },
  'InvalidParameter.Tag': {
    kind: 'service',
    en: 'The tags are not valid: {problem}',
    zh: '标签参数错误：{problem}',
    meaning: 'bad tags',
  },
  'InvalidParameter.TagLimitExceeded': {
    kind: 'service',
    en: 'The number of tags is over the limit `{limit}`.',
    zh: '标签数量超过上限 `{limit}`。',
    meaning: 'too many tags',
  },
  'InvalidParameter.TagParamError': {
    kind: 'service',
    en: 'The tag is not valid: {problem}',
    zh: '标签参数错误：{problem}',
    meaning: 'bad tag',
  },
  'InvalidParameter.UinError': {
    kind: 'service',
    en: 'The parameter `Uin` is not valid: {problem}',
    zh: '参数 `Uin` 不合法：{problem}',
    meaning: 'bad Uin',
  },
  'InvalidParameter.UnsupportedService': {
    kind: 'service',
    en: 'The service `{service}` has no resources with tags here.',
    zh: '业务 `{service}` 不支持标签操作。',
    meaning: 'service without tags',
  },
  'InvalidParameter.UserGroupFull': {
    kind: 'service',
    en: 'The number of user groups of the user has reached the limit `{limit}`.',
    zh: '用户加入的用户组数量达到上限 `{limit}`。',
    meaning: 'user is in as many groups as allowed',
  },
  'InvalidParameter.UserNameIllegal': {
    kind: 'service',
    en: 'The user name is not valid: {problem}',
    zh: '用户名不合法：{problem}',
    meaning: 'bad user name',
  },
  'InvalidParameter.UserNotAuth': {
    kind: 'service',
    en: 'The root account has not completed identity verification.',
    zh: '主账号未实名认证。',
    meaning: 'root account not verified',
  },
  'InvalidParameter.UserNotExist': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: 'no such user',
  },
  'InvalidParameter.UserUinAndUinNotAllNull': {
    kind: 'service',
    en: 'One of `Uid` and `Uin` must be given.',
    zh: '`Uid` 和 `Uin` 不能同时为空。',
    meaning: 'neither Uid nor Uin given',
  },
  'InvalidParameter.VersionError': {
    kind: 'service',
    en: 'The version of the policy is not valid: {problem}',
    zh: '策略 version 不合法：{problem}',
    meaning: 'policy text: bad version',
  },
  'InvalidParameterValue.DeleteTagsParamError': {
    kind: 'service',
    en: 'The tag key `{key}` is to be both set and removed.',
    zh: '标签键 `{key}` 不能同时出现在 ReplaceTags 和 DeleteTags 中。',
    meaning: 'tag key both set and removed',
  },
  'InvalidParameterValue.IdentityKeyError': {
    kind: 'service',
    en: 'The signature key of the identity provider is not valid: {problem}',
    zh: '身份提供商签名公钥错误：{problem}',
    meaning: 'bad OIDC public key',
  },
  'InvalidParameterValue.IdentityUrlError': {
    kind: 'service',
    en: 'The URL of the identity provider is not valid: {problem}',
    zh: '身份提供商 URL 错误：{problem}',
    meaning: 'bad provider URL',
  },
  'InvalidParameterValue.MetadataError': {
    kind: 'service',
    en: 'The metadata document of the identity provider is not valid: {problem}',
    zh: '身份提供商元数据文档错误：{problem}',
    meaning: 'bad metadata document',
  },
  'InvalidParameterValue.NameError': {
    kind: 'service',
    en: 'The name of the identity provider is not valid: {problem}',
    zh: '身份提供商名称错误：{problem}',
    meaning: 'bad provider name',
  },
  'InvalidParameterValue.OffsetInvalid': {
    kind: 'service',
    en: 'The parameter `Offset` is not valid: {problem}',
    zh: '参数 `Offset` 不合法：{problem}',
    meaning: 'bad offset',
  },
  'InvalidParameterValue.RegionInvalid': {
    kind: 'service',
    en: 'The parameter `ResourceRegion` is not valid: {problem}',
    zh: '参数 `ResourceRegion` 不合法：{problem}',
    meaning: 'bad region',
  },
  'InvalidParameterValue.ResourceDescriptionError': {
    kind: 'service',
    en: 'The resource description is not valid: {problem}',
    zh: '资源描述错误：{problem}',
    meaning: 'bad six-segment description',
  },
  'InvalidParameterValue.ResourceIdInvalid': {
    kind: 'service',
    en: 'The resource id is not valid: {problem}',
    zh: '资源 ID 错误：{problem}',
    meaning: 'bad or unknown resource id',
  },
  'InvalidParameterValue.ResourcePrefixInvalid': {
    kind: 'service',
    en: 'The resource prefix `{prefix}` is not valid: {problem}',
    zh: '资源前缀 `{prefix}` 错误：{problem}',
    meaning: 'bad resource prefix',
  },
  'InvalidParameterValue.ServiceTypeInvalid': {
    kind: 'service',
    en: 'The service `{service}` has no resources with tags here.',
    zh: '业务类型 `{service}` 错误：不支持标签。',
    meaning: 'bad service',
  },
  'InvalidParameterValue.TagKeyCharacterIllegal': {
    kind: 'service',
    en: 'The tag key `{key}` has characters that are not allowed.',
    zh: '标签键 `{key}` 包含非法字符。',
    meaning: 'bad characters in a tag key',
  },
  'InvalidParameterValue.TagKeyDuplicate': {
    kind: 'service',
    en: 'The tag key `{key}` occurs twice.',
    zh: '标签键 `{key}` 重复。',
    meaning: 'tag key given twice',
  },
  'InvalidParameterValue.TagKeyEmpty': {
    kind: 'service',
    en: 'A tag key is empty.',
    zh: '标签键不能为空值。',
    meaning: 'tag key empty',
  },
  'InvalidParameterValue.TagKeyLengthExceeded': {
    kind: 'service',
    en: 'A tag key has more than `{limit}` characters.',
    zh: '标签键长度超过 `{limit}` 个字符。',
    meaning: 'tag key too long',
  },
  'InvalidParameterValue.TagValueCharacterIllegal': {
    kind: 'service',
    en: 'The value of the tag `{key}` has characters that are not allowed.',
    zh: '标签 `{key}` 的值包含非法字符。',
    meaning: 'bad characters in a tag value',
  },
  'InvalidParameterValue.TagValueEmpty': {
    kind: 'service',
    en: 'The value of the tag `{key}` is empty.',
    zh: '标签 `{key}` 的值不能为空值。',
    meaning: 'tag value empty',
  },
  'InvalidParameterValue.TagValueLengthExceeded': {
    kind: 'service',
    en: 'The value of the tag `{key}` has more than `{limit}` characters.',
    zh: '标签 `{key}` 的值超过 `{limit}` 个字符。',
    meaning: 'tag value too long',
  },
  'LimitExceeded.IdentityFull': {
    kind: 'service',
    en: 'The number of identity providers has reached the limit `{limit}`.',
    zh: '身份提供商数量达到上限 `{limit}`。',
    meaning: 'too many identity providers',
  },
  'LimitExceeded.ResourceAttachedTags': {
    kind: 'service',
    en: 'A resource can have at most `{limit}` tags.',
    zh: '资源关联的标签数超过上限 `{limit}`。',
    meaning: 'too many tags on a resource',
  },
  'LimitExceeded.ResourceNumPerRequest': {
    kind: 'service',
    en: 'A request can name at most `{limit}` resources.',
    zh: '单次请求的资源数超过上限 `{limit}`。',
    meaning: 'too many resources in a request',
  },
  'LimitExceeded.TagNumPerRequest': {
    kind: 'service',
    en: 'A request can name at most `{limit}` tags.',
    zh: '单次请求的标签数超过上限 `{limit}`。',
    meaning: 'too many tags in a request',
  },
  'LimitExceeded.Uin': {
    kind: 'service',
    en: 'A user can do this at most `{limit}` times in 24 hours.',
    zh: '每个用户 24 小时内最多请求 `{limit}` 次。',
    meaning: 'too many calls in a day',
  },
  'OperationDenied.AccessKeyOverLimit': {
    kind: 'service',
    en: 'An account can have at most `{limit}` access keys.',
    zh: '每个账号最多可拥有 `{limit}` 个访问密钥。',
    meaning: 'account has as many access keys as allowed',
  },
  'OperationDenied.HaveKeys': {
    kind: 'service',
    en: 'The user `{user}` still has API keys.',
    zh: '用户 `{user}` 仍有未删除的 API 密钥。',
    meaning: 'user still has API keys',
  },
  'OperationDenied.SubUin': {
    kind: 'service',
    en: 'A sub-account cannot operate the access keys of the root account `{user}`.',
    zh: '子账号不能操作主账号 `{user}` 的访问密钥。',
    meaning: "sub-user may not handle the root account's key",
  },
  'OperationDenied.UinNotMatch': {
    kind: 'service',
    en: 'The access key `{secretId}` does not belong to the account.',
    zh: '访问密钥 `{secretId}` 不属于该账号。',
    meaning: "key is not the account's",
  },
  'RequestLimitExceeded.CreateUser': {
    kind: 'service',
    en: 'An account without verified identity can create at most `{limit}` users in 24 hours.',
    zh: '未实名认证的主账号 24 小时内最多创建 `{limit}` 个用户。',
    meaning: 'users are made too fast',
  },
  'ResourceNotFound.GroupNotExist': {
    kind: 'service',
    en: 'The user group `{group}` does not exist.',
    zh: '用户组 `{group}` 不存在。',
    meaning: 'no such user group',
  },
  'ResourceNotFound.IdentityNotExist': {
    kind: 'service',
    en: 'The identity provider `{name}` does not exist.',
    zh: '身份提供商 `{name}` 不存在。',
    meaning: 'no such identity provider',
  },
  'ResourceNotFound.NotFound': {
    kind: 'service',
    en: 'The resource `{resource}` does not exist.',
    zh: '资源 `{resource}` 不存在。',
    meaning: 'no such resource',
  },
  'ResourceNotFound.PolicyIdNotFound': {
    kind: 'service',
    en: 'The policy `{policy}` does not exist.',
    zh: '策略 `{policy}` 不存在。',
    meaning: 'no policy with this id',
  },
  'ResourceNotFound.SecretNotExist': {
    kind: 'service',
    en: 'The access key `{secretId}` does not exist.',
    zh: '访问密钥 `{secretId}` 不存在。',
    meaning: 'no such key',
  },
  'ResourceNotFound.UserNotExist': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: 'no such user',
  },
  'ResourceNotFound.UserNotExists': {
    kind: 'service',
    en: 'The user `{user}` does not exist.',
    zh: '用户 `{user}` 不存在。',
    meaning: 'no such message recipient',
  },
  'UnauthorizedOperation.DeleteApiKey': {
    kind: 'service',
    en: 'You are not authorized to delete the API keys of the user `{user}`.',
    zh: '没有删除用户 `{user}` 的 API 密钥的权限。',
    meaning: 'caller may not delete API keys',
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
